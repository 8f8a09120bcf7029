"""What a surface of many variables is: a function of n numbers, of which a picture shows a plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import Order
from .problem import SurfaceProblem
from .surface import Surface
from .surface_oracle import SurfaceOracle

__all__ = ["Slice", "SliceOracle", "SliceProblem"]

Floats = npt.NDArray[np.float64]


class Slice(Surface):
    """Base class: as a surface it is the slice through its minimum that is drawn.

    Attributes
    ----------
    dimension : int
        How many variables the function has.
    """

    dimension: int = 2

    def lift(self, x: float, y: float) -> Floats:
        """Return the starting point that is drawn at (x, y), shape (dimension,)."""
        raise NotImplementedError(f"{type(self).__name__} must define lift().")

    def project(self, points: Floats) -> Floats:
        """Return where points (..., dimension) are drawn, shape (..., 2)."""
        raise NotImplementedError(f"{type(self).__name__} must define project().")

    def descend(self, theta: Floats, out: Floats) -> Floats:
        """Write the gradient at ``theta`` (runs, dimension) and return the value, shape (runs,)."""
        raise NotImplementedError(f"{type(self).__name__} must define descend().")

    def bend(self, vectors: Floats) -> Floats:
        """Return the Hessian, the same everywhere, times vectors (..., dimension)."""
        raise NotImplementedError(f"{type(self).__name__} must define bend().")

    def away(self, points: Floats) -> Floats:
        """Return how far points (..., dimension) are from the minimum, shape (...)."""
        raise NotImplementedError(f"{type(self).__name__} must define away().")


class SliceProblem(SurfaceProblem):
    """A function of many variables; parameters as of `SurfaceProblem`.

    The noise and the shift of the start are of all variables. Norms are recorded at every step, points as
    snapshots, as of a network.
    """

    order: Order = "C"
    path = False
    surface: Slice

    def __init__(
        self,
        surface: Slice,
        start: tuple[float, float],
        seeds: Sequence[int],
        noise: float = 0.0,
        spread: float = 0.0,
    ) -> None:
        super().__init__(surface, start, seeds, noise, spread)
        self.params = surface.dimension
        self._lifted = surface.lift(*start)  # here, as turning a thousand axes takes a moment

    def _first(self) -> Floats:
        return self._lifted

    @property
    def height(self) -> float:
        """The loss at the start."""
        theta = self._first()[None]
        return float(self.surface.descend(theta, np.empty_like(theta))[0])

    def distance(self, points: Floats) -> Floats:
        """Return how far points (..., params) are from the minimum, in all directions."""
        return self.surface.away(points)

    def drawn(self, points: Floats, shares: Floats) -> Floats:
        """Return where points (n, params) are seen on the plane, shape (n, 2)."""
        return self.surface.project(points)

    def oracle(self, accumulate: int = 1) -> SliceOracle:
        """Return a fresh oracle; oracles of one problem give the same noise."""
        return SliceOracle(self.surface, self.seeds, self.noise, accumulate)


class SliceOracle(SurfaceOracle):
    """Exact gradients and curvature in all directions, plus noise by seed and step."""

    def __init__(self, surface: Slice, seeds: Sequence[int], noise: float, accumulate: int = 1) -> None:
        self.params = surface.dimension
        self._surface = surface
        super().__init__(surface, seeds, noise, accumulate)

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the (noisy) gradient and return the exact value, shape (runs,)."""
        self.evaluations += self._each
        loss = self._surface.descend(theta, out)
        self._add_noise(out)
        self.loss = loss
        return loss

    def hessian(self, theta: Floats) -> Floats:
        """Return the Hessian, shape (runs, params, params); two evaluations."""
        self.evaluations += 2
        found = self._surface.bend(np.eye(self.params))
        return np.broadcast_to(found, (len(theta), *found.shape)).copy()

    def product(self, theta: Floats, vector: Floats, out: Floats) -> None:
        """Write the Hessian times a vector; two evaluations."""
        self.evaluations += 2
        out[...] = self._surface.bend(vector)

    def hessian_diagonal(self, theta: Floats, out: Floats) -> None:
        """Write the diagonal of the Hessian; two evaluations."""
        found: Any = self._surface.bend(np.eye(self.params))
        self.evaluations += 2
        out[...] = np.diagonal(found)
