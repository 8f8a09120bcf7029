"""Points of several curves that a person steps along, or clicks on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from .stroke import Mapping

__all__ = ["CurvePoints"]

Floats = npt.NDArray[np.float64]
Place = tuple[int, int]

_NONE = (-1, -1)
_NEAR = 24.0  # pixels


class CurvePoints:
    """A place is the number of a curve and of a point in it; (-1, -1) is none.

    Parameters
    ----------
    of : sequence of ndarray, each (points, 2)
        Across and up; NaN for a point that is not there.
    visible : sequence of bool
        Of each curve.
    """

    def __init__(self, of: Sequence[Floats], visible: Sequence[bool]) -> None:
        self.of, self._visible = of, visible

    def has(self, lane: int, cell: int) -> bool:
        """Return whether there is such a point."""
        inside = 0 <= lane < len(self.of) and 0 <= cell < len(self.of[lane])
        return inside and not bool(np.isnan(self.of[lane][cell]).any())

    def first(self, bests: Sequence[int]) -> Place:
        """Return the best point of the first curve that has one; -1 stands for no best."""
        for lane, best in enumerate(bests):
            if self._visible[lane] and best >= 0:
                return lane, best
        return _NONE

    def along(self, lane: int, cell: int, step: int) -> Place:
        """Return the point some steps farther along the curve, at most its last."""
        order = [int(each) for each in np.argsort(self.of[lane][:, 0]) if self.has(lane, int(each))]
        return lane, order[min(max(order.index(cell) + step, 0), len(order) - 1)]

    def across(self, lane: int, cell: int, step: int) -> Place:
        """Return the nearest point of the next visible curve; the same one if there is no other."""
        x = self.of[lane][cell, 0]
        for count in range(1, len(self.of)):
            other = (lane + step * count) % len(self.of)
            near = np.abs(self.of[other][:, 0] - x)
            near[np.isnan(self.of[other]).any(axis=1)] = np.inf
            if self._visible[other] and np.isfinite(near).any():
                return other, int(near.argmin())
        return lane, cell

    def nearest(self, x: float, y: float, mapping: Mapping, lifted: Callable[[float], float]) -> Place:
        """Return the point that is nearest to a place in pixels, if it is near enough.

        Parameters
        ----------
        x, y : float
        mapping : Mapping
        lifted : callable
            Where a point is drawn.
        """
        best, found = _NEAR, _NONE
        for lane, points in enumerate(self.of):
            if not self._visible[lane]:
                continue
            pixels = mapping.points(points[:, 0], np.array([lifted(each) for each in points[:, 1]]))
            distance = np.hypot(pixels[:, 0] - x, pixels[:, 1] - y)
            if np.isfinite(distance).any() and np.nanmin(distance) < best:
                best, found = float(np.nanmin(distance)), (lane, int(np.nanargmin(distance)))
        return found
