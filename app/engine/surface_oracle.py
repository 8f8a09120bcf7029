"""Who answers on a surface: exact slopes and curvature, with noise if asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .dual import slope_of, variables
from .oracle import Oracle
from .stream import NOISE, stream
from .surface import Surface

__all__ = ["SurfaceOracle"]

Floats = npt.NDArray[np.float64]

_NOISE_BLOCK = 256
_LIMIT = 1e-3  # how far from a point without second derivatives gradients are compared


class SurfaceOracle(Oracle):
    """Exact gradients of a surface, plus noise that depends on seed and step only; exact curvature.

    Notes
    -----
    Second derivatives are those of the surface's own gradient, taken by dual numbers. Where they do not come
    out finite, as in the middle of rings around r = 0, a difference of gradients near by stands in: the limit
    where there is one (relative error 1e-9), and a large number where the slope jumps.
    """

    exact = True
    params = 2

    def __init__(self, surface: Surface, seeds: Sequence[int], noise: float, accumulate: int = 1) -> None:
        self._evaluate, self._curvature = surface.evaluate, surface.curvature
        self._single = len(seeds) == 1
        self._noise = noise
        self._each = accumulate
        self._streams = [stream(seed, NOISE) for seed in seeds] if noise else []
        self._block = np.empty((max(2 * _NOISE_BLOCK // self.params, 1), len(seeds), self.params))
        self._drawn = -1
        self.evaluations = 0
        self.draw()

    def draw(self) -> None:
        """Move on to the next noise sample."""
        if not self._noise:
            return
        self._drawn += 1
        rows = len(self._block)
        if self._drawn % rows == 0:
            for run, generator in enumerate(self._streams):
                if self._each == 1:
                    self._block[:, run] = self._noise * generator.standard_normal((rows, self.params))
                else:
                    drawn = generator.standard_normal((rows, self._each, self.params))
                    self._block[:, run] = self._noise * drawn.mean(axis=1)

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the (noisy) gradient and return the exact value, shape (runs,) or a scalar for one run."""
        self.evaluations += self._each
        loss: Floats
        if self._single:
            # NumPy scalars are ten times faster here than arrays of length one.
            loss, out[0, 0], out[0, 1] = self._evaluate(theta[0, 0], theta[0, 1])
        else:
            loss, out[:, 0], out[:, 1] = self._evaluate(theta[:, 0], theta[:, 1])
        self._add_noise(out)
        self.loss = loss
        return loss

    @property
    def plain(self) -> bool:
        """Whether a gradient is the surface's own, without noise."""
        return not self._noise

    @property
    def ask(self) -> Callable[[Any, Any], tuple[Any, Any, Any]]:
        """The surface's value and slopes at x and y; not counted."""
        return self._evaluate

    def count(self, gradients: int) -> npt.NDArray[np.int64]:
        """Count gradients taken with `ask`; return how many were before each, shape (gradients,)."""
        before = self.evaluations + self._each * np.arange(gradients)
        self.evaluations += self._each * gradients
        return before

    def _add_noise(self, out: Floats) -> None:
        if self._noise:
            np.add(out, self._block[self._drawn % len(self._block)], out=out)

    def hessian(self, theta: Floats) -> Floats:
        """Return the Hessian without noise, shape (runs, 2, 2); two evaluations."""
        self.evaluations += 2
        with np.errstate(all="ignore"):
            known = self._curvature(theta[:, 0], theta[:, 1])
            if known is not None:
                xx, xy, yy = known
                return np.stack([np.stack([xx, xy], axis=1), np.stack([xy, yy], axis=1)], axis=2)
            _, *slopes = self._evaluate(*variables((theta[:, 0], theta[:, 1]), np.eye(2)))
            found = np.empty((len(theta), 2, 2))
            for row, slope in enumerate(slopes):
                found[:, row] = np.broadcast_to(slope_of(slope), (2, len(theta))).T
            undefined = ~np.isfinite(found).all(axis=(1, 2)) & np.isfinite(theta).all(axis=1)
            if undefined.any():
                found[undefined] = self._limits(theta[undefined])
        return 0.5 * (found + found.transpose(0, 2, 1))

    def _limits(self, theta: Floats) -> Floats:
        """Return differences of gradients across points, (runs, 2, 2), extrapolated to the sixth order."""
        x, y = theta.T

        def centre(dx: Floats, dy: Floats) -> Floats:
            ahead = np.stack(self._evaluate(x + dx, y + dy)[1:])
            return np.asarray((ahead - np.stack(self._evaluate(x - dx, y - dy)[1:])) / (2.0 * (dx + dy)))

        found = np.empty((len(theta), 2, 2))
        reach, none = _LIMIT * np.maximum(1.0, np.abs(theta).T), np.zeros(len(theta))
        for column, (dx, dy) in enumerate(((reach[0], none), (none, reach[1]))):
            coarse, middle, fine = (centre(dx / part, dy / part) for part in (1, 2, 4))
            first, second = (4.0 * middle - coarse) / 3.0, (4.0 * fine - middle) / 3.0
            found[:, :, column] = ((16.0 * second - first) / 15.0).T
        return found

    def hessian_diagonal(self, theta: Floats, out: Floats) -> None:
        """Write the diagonal of `hessian`; two evaluations."""
        np.einsum("rii->ri", self.hessian(theta), out=out)

    def product(self, theta: Floats, vector: Floats, out: Floats) -> None:
        """Write `hessian` times a vector; two evaluations."""
        np.einsum("rij,rj->ri", self.hessian(theta), vector, out=out)
