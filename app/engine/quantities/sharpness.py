"""The largest curvature of the loss."""

from __future__ import annotations

import numpy as np

from ..meter import Meter
from ..quantity import Floats, MeasuredQuantity
from ..stream import DIRECTION, stream

_STEPS = 20
_FIRST = 3  # searches, at most, before the first value
_TOLERANCE = 1e-4
_SMALL = 2
# The start of the next search: the direction of the largest curvature, of the one below, and chance.
_MIXED = (1.0, 0.3, 0.1)
_AT_ONCE = 2**23  # numbers of all directions of a search that are in memory at once


class Sharpness(MeasuredQuantity):
    """The largest eigenvalue of the Hessian, of the whole training set or of the surface without noise.

    Notes
    -----
    Lanczos' method: the largest eigenvalue within the span of v, Hv, H²v, ..., each direction at right angles
    to all before. It ends when the residual |Hu - λu| is at most 1e-4 |λ|, which leaves an error of about the
    square of that, or after 20 products. The first v is random, by the run's seed; later ones are the two
    highest directions found the last time, with some chance mixed in, since another may have overtaken them.
    If 20 products do not suffice, as may be where many eigenvalues are nearly as large, the value is a little
    low, never high, and the next measurement goes on from there; before the first value there may be three
    such searches. Up to two parameters it is exact.
    It is unsure where many units bend sharply, as those of relu or of windows that give their largest value:
    see `Oracle`.

    References
    ----------
    Lanczos (1950). An iteration method for the solution of the eigenvalue problem of linear differential and
    integral operators. Journal of Research of the National Bureau of Standards 45, 255-282.
    Cohen, Kaur, Li, Kolter and Talwalkar (2021). Gradient descent on neural networks typically occurs at the
    edge of stability. ICLR.
    """

    name = "sharpness"
    title = "Sharpness"
    symbol = "λ_max"
    description = (
        "The largest curvature of the loss, beside 2/η: gradient descent is stable only where it is below. "
        "On networks it rises until it meets 2/η and stays there, the edge of stability. Momentum and "
        "adaptive methods have other limits. It takes up to 40 gradients, fewer where it changes slowly."
    )
    better = ""
    rank = 76
    cost = 2.0 * _STEPS
    reference = "stability_limit"

    def __init__(self) -> None:
        self._highest: Floats | None = None
        self._chance: list[np.random.Generator] = []

    def measure(self, meter: Meter) -> Floats:
        """Return the eigenvalue; NaN where the run has no finite curvature."""
        theta = meter.point
        runs, params = theta.shape
        if params <= _SMALL:
            return _exact(meter.whole.hessian(theta))
        known = self._highest is not None
        if self._highest is None:
            self._chance = [stream(seed, DIRECTION) for seed in meter.problem.seeds]
            self._highest = np.zeros((runs, 2, params))
        found = np.empty(runs)
        at_once = max(1, _AT_ONCE // (_STEPS * params))
        for first in range(0, runs, at_once):
            part = slice(first, first + at_once)
            for _ in range(1 if known else _FIRST):
                start = self._start(part)
                found[part], sure = _largest(meter, theta[part], start, self._highest[part])
                if sure:
                    break
        return found

    def _start(self, runs: slice) -> Floats:
        """Return where a search begins, shape (runs, params)."""
        assert self._highest is not None
        highest = self._highest[runs]
        chance = np.stack([one.standard_normal(highest.shape[2]) for one in self._chance[runs]])
        chance /= np.linalg.norm(chance, axis=1, keepdims=True)
        directions = np.concatenate([highest, chance[:, None]], axis=1)
        return np.asarray(np.einsum("k,rkp->rp", _MIXED, directions))


def _largest(meter: Meter, theta: Floats, start: Floats, highest: Floats) -> tuple[Floats, bool]:
    """Return the largest eigenvalue of each run, and whether all residuals are small.

    Written are the two highest directions, shape (runs, 2, params).
    """
    runs, params = theta.shape
    steps = min(_STEPS, params)
    basis, projected = np.zeros((runs, steps, params)), np.zeros((runs, steps, steps))
    value, done, sure = np.full(runs, np.nan), np.zeros(runs, dtype=bool), False
    ahead, product = start / np.linalg.norm(start, axis=1, keepdims=True), np.empty_like(theta)
    for step in range(steps):
        basis[:, step] = ahead
        meter.whole.product(theta, ahead, product)
        # A run at a point that is not finite has no value, and its directions stay for the next time.
        lost = ~np.isfinite(product).all(axis=1)
        done |= lost
        product[lost] = 0.0
        known = basis[:, : step + 1]
        projected[:, step, step] = np.vecdot(ahead, product)
        for _ in range(2):  # once leaves rounding errors that grow
            product -= np.matmul(np.matmul(known, product[:, :, None])[:, None, :, 0], known)[:, 0]
        length = np.linalg.norm(product, axis=1)
        ritz, vectors = np.linalg.eigh(projected[:, : step + 1, : step + 1])
        residual = length * np.abs(vectors[:, -1, -1])
        # Rounding, and differences of gradients, are all that is left of what should be nothing.
        spent = length <= 1e-8 * np.abs(ritz).max(axis=1)
        enough = (residual <= _TOLERANCE * np.abs(ritz[:, -1])) | spent
        sure = bool((done | enough).all())
        ended = np.flatnonzero(~done & (enough | (step == steps - 1)))
        value[ended] = ritz[ended, -1]
        for rank in range(min(2, step + 1)):
            highest[ended, rank] = np.einsum("rk,rkp->rp", vectors[ended, :, -1 - rank], known[ended])
        done[ended] = True
        if done.all():
            break
        ahead = product / np.where(length > 0.0, length, 1.0)[:, None]
        projected[:, step, step + 1] = projected[:, step + 1, step] = length
    return value, sure


def _exact(hessian: Floats) -> Floats:
    found = np.full(len(hessian), np.nan)
    sound = np.isfinite(hessian).all(axis=(1, 2))
    found[sound] = np.linalg.eigvalsh(hessian[sound])[:, -1]
    return found
