"""What is known of blocks of a path in the plane of two quantities, some of whose points have no place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .block import Boxes

if TYPE_CHECKING:
    from .portrait_path import PortraitPath

__all__ = ["PortraitBoxes"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_AT_ONCE = 64  # blocks: as much as the cache holds


class PortraitBoxes(Boxes):
    """As `Boxes`; what an axis cannot show breaks the line and is in no rectangle.

    Attributes
    ----------
    rows : ndarray of int64, shape (blocks, 8)
        The first, those on the four sides, the first and the last without a place, the last; ascending.
    reach : ndarray, shape (blocks, 4)
        Lowest x and y, highest x and y, as recorded; NaN where no point of a block has a place.
    hidden : int
        How many points of the blocks have no place.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows = np.zeros((0, 8), np.int64)
        self._points = np.zeros((0, 8, 2))
        self._reach = np.zeros((0, 4))
        self.hidden = 0

    @property
    def reach(self) -> Floats:
        """Return how far each block reaches."""
        return self._reach[: self._count]

    def extend(self, points: PortraitPath) -> None:  # type: ignore[override]
        """Take in the blocks that have been filled."""
        last = len(points) // self.SIZE
        if last > len(self._rows):
            room = max(last, 2 * len(self._rows), 64)
            for name in ("_rows", "_points", "_reach", "_room"):
                known = getattr(self, name)
                grown = np.empty((room, *known.shape[1:]), known.dtype)
                grown[: len(known)] = known
                setattr(self, name, grown)
        while self._count < last:
            self._take(points, self._count, min(self._count + _AT_ONCE, last))

    def finite(self, first: int, last: int) -> Flags:
        """Return which blocks are known well enough to be drawn from few rows: all."""
        return np.ones(last - first, dtype=bool)

    def sorted_out(
        self, first: int, last: int, view: tuple[float, float, float, float], cell: tuple[float, float]
    ) -> tuple[Flags, Flags]:
        """As `Boxes.sorted_out`; a block without a place has nothing to show either."""
        plain, needed = super().sorted_out(first, last, view, cell)
        return plain | np.isnan(self._room[first:last, 0]), needed

    def _take(self, path: PortraitPath, first: int, last: int) -> None:
        size, part = self.SIZE, slice(first, last)
        parts = [each.reshape(-1, size) for each in path.numbers(slice(first * size, last * size))]
        out = path.hidden(*parts)
        some = bool(out.any())
        rows, reach = self._rows[part], self._reach[part]
        blocks = np.arange(last - first)
        for axis, values in enumerate(parts):
            for column, extreme in ((axis, np.inf), (axis + 2, -np.inf)):
                shown = np.where(out, extreme, values) if some else values
                found = (shown.argmin if column == axis else shown.argmax)(axis=1)
                rows[:, column] = found
                reach[:, column] = values[blocks, found]
        rows[:, 4], rows[:, 5] = 0, size - 1
        rows[:, 6], rows[:, 7] = out.argmax(axis=1), size - 1 - out[:, ::-1].argmax(axis=1)
        whole = out.all(axis=1)
        reach[whole] = np.nan
        rows[whole, :5] = 0
        rows.sort(axis=1)
        rows += (blocks[:, None] + first) * size
        self._room[part, ::2] = path.scale_x.view(reach[:, ::2])
        self._room[part, 1::2] = path.scale_y.view(reach[:, 1::2])
        self._points[part] = path[rows.ravel()].reshape(-1, 8, 2)
        self.hidden += int(out.sum())
        self._count = last
