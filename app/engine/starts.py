"""A surface with many starting points at once, as for a map of basins."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .error import InputError
from .problem import SurfaceProblem
from .stream import START, stream
from .surface import Surface
from .surface_oracle import SurfaceOracle

__all__ = ["StartsOracle", "StartsProblem"]

Floats = npt.NDArray[np.float64]


class StartsProblem(SurfaceProblem):
    """One run from each of many starts, all with the random numbers of one seed.

    Row r is, to the bit, the only run of a `SurfaceProblem` with that start and that seed. All rows get the
    same noise, so two starts differ by their place alone, and nothing in a row depends on the other rows.

    Parameters
    ----------
    surface : Surface
    starts : ndarray, shape (runs, 2)
    seed : int
    noise, spread : float
        As of `SurfaceProblem`; the shift of the start is the same for all rows.
    """

    def __init__(
        self, surface: Surface, starts: Floats, seed: int, noise: float = 0.0, spread: float = 0.0
    ) -> None:
        if not len(starts):
            raise InputError("A map has at least 1 start, but 0 were given. The nearest valid choice is 1.")
        super().__init__(surface, (float(starts[0, 0]), float(starts[0, 1])), (seed,), noise, spread)
        self.starts = starts

    def initial(self) -> Floats:
        """Return starting points, shape (runs, 2), Fortran order."""
        theta = np.empty(self.starts.shape, order=self.order)
        theta[...] = self.starts
        if self.spread:
            theta += self.spread * stream(self.seeds[0], START).standard_normal(self.params)
        if self.box is not None:
            np.clip(theta, *self.box, out=theta)
        return theta

    def oracle(self, accumulate: int = 1) -> StartsOracle:
        """Return a fresh oracle; oracles of one problem give the same noise."""
        return StartsOracle(self.surface, self.seeds[0], self.noise, accumulate)


class StartsOracle(SurfaceOracle):
    """The oracle of one seed, asked at many points: they all get its noise."""

    def __init__(self, surface: Surface, seed: int, noise: float, accumulate: int = 1) -> None:
        super().__init__(surface, (seed,), noise, accumulate)
        self._single = False
