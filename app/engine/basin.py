"""To which minimum a point belongs: the one within whose radius it lies, if there is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .surface import Point, Surface

__all__ = ["ELSEWHERE", "Basins"]

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int16]

ELSEWHERE = -1
_SHARE = 0.05  # of the smaller side of the domain
_PART = 16
_APART = 0.45  # of the distance to the next minimum


class Basins:
    """The discs around the known minima of a surface; no two of them overlap.

    Parameters
    ----------
    minima : sequence of (float, float)
    largest : float
        The largest radius; where two minima are close, theirs are 0.45 of the distance between them.

    Attributes
    ----------
    minima : ndarray, shape (n, 2)
    radii : ndarray, shape (n,)
    every : int
        How often it is worth to look at first, in steps: to look for many minima takes as long as a step.
    """

    def __init__(self, minima: Sequence[Point], largest: float) -> None:
        self.minima = np.array(minima, dtype=np.float64).reshape(-1, 2)
        apart = np.hypot(*(self.minima[:, None] - self.minima[None]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        nearest = apart.min(axis=1, initial=np.inf)
        self.radii = np.minimum(largest, _APART * nearest)
        self.every = 5 if len(self.minima) <= 8 else 10 if len(self.minima) <= 24 else 20
        self._discs = [
            (float(x), float(y), float(radius) ** 2)
            for (x, y), radius in zip(self.minima, self.radii, strict=True)
        ]

    @classmethod
    def of(cls, surface: Surface) -> Basins:
        """Return the basins of a surface: discs of 5 % of the smaller side of its domain."""
        (left, right), (bottom, top) = surface.domain
        return cls(surface.minima, _SHARE * min(right - left, top - bottom))

    def next_look(self, step: int) -> int:
        """Return when to look again: after `every` steps, later after a sixteenth of those done."""
        return step + max(self.every, step // _PART)

    def label(self, points: Floats) -> Labels:
        """Return the number of the minimum that each point is at, or `ELSEWHERE`.

        Parameters
        ----------
        points : ndarray, shape (runs, 2)
        """
        x, y = points[:, 0], points[:, 1]
        # One number a minimum is added where a point is inside its disc: copies with a mask are slower.
        kind = np.int8 if len(self._discs) < 127 else np.int16
        found, part = np.zeros((2, len(points)), dtype=kind)
        across, up, inside = np.empty_like(x), np.empty_like(x), np.empty(len(points), dtype=np.int8)
        for number, (at_x, at_y, square) in enumerate(self._discs):
            np.subtract(x, at_x, out=across)
            np.multiply(across, across, out=across)
            np.subtract(y, at_y, out=up)
            np.multiply(up, up, out=up)
            np.add(across, up, out=across)
            np.less_equal(across, square, out=inside.view(np.bool_))
            np.multiply(inside, kind(number - ELSEWHERE), out=part)
            np.add(found, part, out=found)
        return found.astype(np.int16) + np.int16(ELSEWHERE)
