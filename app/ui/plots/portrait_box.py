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
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_AT_ONCE = 64  # blocks: as much as the cache holds


class PortraitBoxes:
    """As `Boxes`, of numbers as recorded; what an axis cannot show breaks the line and is in no rectangle.

    Attributes
    ----------
    rows : ndarray of int64, shape (blocks, 8)
        The first, those on the four sides, the first and the last without a place, the last; ascending.
    reach : ndarray, shape (blocks, 4)
        Lowest x and y, highest x and y, as recorded; NaN where no point of a block has a place.
    hidden : int
        How many points of the blocks have no place.
    """

    SIZE = Boxes.SIZE

    def __init__(self) -> None:
        self._rows = np.zeros((0, 8), np.int64)
        self._reach = np.zeros((0, 4))
        self._view = np.zeros((0, 4))
        self._count = 0
        self.hidden = 0

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> Integers:
        """Return what is known."""
        return self._rows[: self._count]

    @property
    def reach(self) -> Floats:
        """Return how far each block reaches."""
        return self._reach[: self._count]

    def extend(self, path: PortraitPath) -> None:
        """Take in the blocks that have been filled."""
        last = len(path) // self.SIZE
        if last <= self._count:
            return
        if last > len(self._rows):
            room = max(last, 2 * len(self._rows), 64)
            self._rows = _grown(self._rows, room)
            self._reach, self._view = _grown(self._reach, room), _grown(self._view, room)
        while self._count < last:
            self._take(path, self._count, min(self._count + _AT_ONCE, last))

    def plain(self, view: tuple[float, float, float, float], cell: tuple[float, float]) -> Flags:
        """As `Boxes.plain`; a block without a place has nothing to show either."""
        left, right, bottom, top = view
        x0, y0, x1, y1 = self._view[: self._count].T
        with np.errstate(invalid="ignore"):
            beyond = (x1 < left) | (x0 > right) | (y1 < bottom) | (y0 > top)
            return (x1 - x0 <= cell[0]) & (y1 - y0 <= cell[1]) | beyond | np.isnan(x0)

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
        self._view[part, ::2] = path.scale_x.view(reach[:, ::2])
        self._view[part, 1::2] = path.scale_y.view(reach[:, 1::2])
        self.hidden += int(out.sum())
        self._count = last


def _grown(array: npt.NDArray[np.generic], room: int) -> npt.NDArray[np.generic]:
    grown = np.empty((room, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
