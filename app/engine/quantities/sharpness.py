"""The largest curvature of the loss."""

from __future__ import annotations

import numpy as np

from ..meter import Meter
from ..problem import DIRECTION, stream
from ..quantity import Floats, Integers, MeasuredQuantity

_ROUNDS = 20
_SMALL = 2


class Sharpness(MeasuredQuantity):
    """The largest eigenvalue of the Hessian, of the whole training set or of the surface without noise.

    Notes
    -----
    Power iteration with products of the Hessian, of 20 rounds, from where it ended the last time (first from
    a random direction by the run's seed). It finds the eigenvalue of largest size; where that is negative, 20
    more rounds with the Hessian shifted by it find the largest. Up to two parameters it is exact. It comes
    out low where other eigenvalues are nearly as large, and unsure where many units bend sharply, as those of
    relu or of windows that give their largest value: see `Oracle`.

    References
    ----------
    Cohen, Kaur, Li, Kolter and Talwalkar (2021). Gradient descent on neural networks typically occurs at the
    edge of stability. ICLR.
    """

    name = "sharpness"
    title = "Sharpness"
    symbol = "λ_max"
    description = (
        "The largest curvature of the loss, beside 2/η: gradient descent is stable only where it is below. "
        "On networks it rises until it meets 2/η and stays there, the edge of stability. Momentum and "
        "adaptive methods have other limits."
    )
    better = ""
    rank = 76
    cost = 2.0 * _ROUNDS
    reference = "stability_limit"

    def __init__(self) -> None:
        self._directions: Floats | None = None

    def measure(self, meter: Meter) -> Floats:
        """Return the eigenvalue; NaN where the run has no finite curvature."""
        theta = meter.point
        if theta.shape[1] <= _SMALL:
            return _exact(meter.whole.hessian(theta))
        if self._directions is None:
            first = [stream(seed, DIRECTION).standard_normal(theta.shape[1]) for seed in meter.problem.seeds]
            # The second is for the shifted Hessian: where the first ends, that has nothing left.
            self._directions = np.stack([first, first])
        main, second = self._directions
        found = _iterate(meter, np.arange(len(theta)), main, np.zeros(len(theta)))
        below = np.flatnonzero(found < 0.0)
        if len(below):
            direction = second[below]
            found[below] = _iterate(meter, below, direction, -found[below])
            second[below] = direction
        return found


def _iterate(meter: Meter, runs: Integers, direction: Floats, shift: Floats) -> Floats:
    """Return the eigenvalue of largest size after the shift, and leave its eigenvector in ``direction``."""
    theta = meter.point[runs]
    product, value = np.empty_like(theta), np.full(len(theta), np.nan)
    for _ in range(_ROUNDS):
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        meter.whole.product(theta, direction, product)
        value = np.einsum("rp,rp->r", direction, product)
        product += shift[:, None] * direction
        # A direction that is lost, as at a point that is not finite, stays as it was for the next time.
        sound = np.isfinite(product).all(axis=1) & product.any(axis=1)
        direction[sound] = product[sound]
        value[~np.isfinite(product).all(axis=1)] = np.nan
    return np.asarray(value)


def _exact(hessian: Floats) -> Floats:
    found = np.full(len(hessian), np.nan)
    sound = np.isfinite(hessian).all(axis=(1, 2))
    found[sound] = np.linalg.eigvalsh(hessian[sound])[:, -1]
    return found
