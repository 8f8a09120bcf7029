"""What an online problem is: at each step another function, and the average of all of them to be lowered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .problem import SurfaceProblem
from .surface import Surface
from .surface_oracle import SurfaceOracle

__all__ = ["Online", "OnlineOracle", "OnlineProblem"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class Online(Surface):
    """Base class: linear functions of one number x, in turn; as a surface it is their average.

    The picture shows x across and the share of the race upwards.
    """

    walls = True
    axes = ("x", "share of the race")

    def slopes(self, rounds: Integers) -> Floats:
        """Return the slopes of the functions of some rounds, counted from 0."""
        raise NotImplementedError(f"{type(self).__name__} must define slopes().")

    @property
    def best(self) -> float:
        """The x that is best in the long run."""
        raise NotImplementedError(f"{type(self).__name__} must define best.")


class OnlineProblem(SurfaceProblem):
    """A game of many rounds; parameters as of `SurfaceProblem`, of the start only x counts.

    The loss is that of the average function, the gradient that of the present one.
    """

    params = 1
    surface: Online

    def _first(self) -> Floats:
        return np.array(self.start[:1])

    def distance(self, points: Floats) -> Floats:
        """Return how far points (..., 1) are from the best one."""
        return np.abs(points[..., 0] - self.surface.best)

    def drawn(self, points: Floats, shares: Floats) -> Floats:
        """Return x across and the share of the race upwards."""
        return np.column_stack([points[:, 0], shares])

    def oracle(self, accumulate: int = 1) -> OnlineOracle:
        """Return a fresh oracle; all lanes see the same functions in the same order."""
        return OnlineOracle(self.surface, self.seeds, self.noise, accumulate)


class OnlineOracle(SurfaceOracle):
    """The gradient of the function of the present round; of some rounds the mean, if they are added up."""

    params = 1

    def __init__(self, surface: Online, seeds: Sequence[int], noise: float, accumulate: int = 1) -> None:
        self._surface = surface
        self._round = -accumulate
        super().__init__(surface, seeds, noise, accumulate)

    def draw(self) -> None:
        """Move on to the next round."""
        super().draw()
        self._round += self._each
        self._slope = float(self._surface.slopes(self._round + np.arange(self._each)).mean())

    def gradient(self, theta: Floats, out: Floats) -> Floats:
        """Write the (noisy) gradient of this round; return the average function's value, shape (runs,)."""
        self.evaluations += self._each
        loss: Any = self._surface.value(theta[:, 0], np.zeros(len(theta)))
        out[...] = self._slope
        self._add_noise(out)
        self.loss = loss
        return np.asarray(loss)

    def hessian(self, theta: Floats) -> Floats:
        """Return the Hessian, which is 0; two evaluations."""
        self.evaluations += 2
        return np.zeros((len(theta), 1, 1))
