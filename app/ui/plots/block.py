"""What is known of blocks of rows, so that another view need not look at every row again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Boxes", "Peaks", "members"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def members(blocks: Integers, size: int) -> Integers:
    """Return all rows of some blocks, ascending if the blocks are."""
    return (blocks[:, None] * size + np.arange(size)).ravel()


class Peaks:
    """Where the lowest and the highest value of each block of a curve are.

    Attributes
    ----------
    rows : ndarray of int64, shape (blocks, 2)
        Of the first lowest and the first highest; both are the first row where all are NaN.
    """

    SIZE = 64

    def __init__(self) -> None:
        self._room = np.zeros((0, 2), np.int64)
        self._count = 0

    @property
    def rows(self) -> Integers:
        """Return what is known."""
        return self._room[: self._count]

    def extend(self, y: Floats) -> None:
        """Take in the blocks that have been filled; ``y`` is the whole curve, which only grows."""
        first, last = self._count, len(y) // self.SIZE
        if last <= first:
            return
        self._room = _grown(self._room, first, last)
        parts = y[first * self.SIZE : last * self.SIZE].reshape(-1, self.SIZE)
        bad = np.isnan(parts)
        base = np.arange(first, last) * self.SIZE
        self._room[first:last, 0] = np.where(bad, np.inf, parts).argmin(axis=1) + base
        self._room[first:last, 1] = np.where(bad, -np.inf, parts).argmax(axis=1) + base
        self._count = last


class Boxes:
    """The rectangle around each block of a path.

    Attributes
    ----------
    low, high : ndarray, shape (blocks, 2)
        NaN where a point of the block is.
    """

    SIZE = 256

    def __init__(self) -> None:
        self._room = np.zeros((0, 4))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def extend(self, points: Floats) -> None:
        """Take in the blocks that have been filled; ``points`` is the whole path (n, 2), which only grows."""
        first, last = self._count, len(points) // self.SIZE
        if last <= first:
            return
        self._room = _grown(self._room, first, last)
        parts = points[first * self.SIZE : last * self.SIZE].reshape(-1, self.SIZE, 2)
        self._room[first:last, :2] = parts.min(axis=1)
        self._room[first:last, 2:] = parts.max(axis=1)
        self._count = last

    def plain(self, view: tuple[float, float, float, float], cell: tuple[float, float]) -> Flags:
        """Return which blocks are beyond one side of a view, or no larger than a cell: two rows say all.

        Parameters
        ----------
        view : (left, right, bottom, top)
        cell : (float, float)
            Width and height.
        """
        left, right, bottom, top = view
        x0, y0, x1, y1 = self._room[: self._count].T
        with np.errstate(invalid="ignore"):
            beyond = (x1 < left) | (x0 > right) | (y1 < bottom) | (y0 > top)
            finite = np.isfinite(x1 - x0) & np.isfinite(y1 - y0)
            return ((x1 - x0 <= cell[0]) & (y1 - y0 <= cell[1]) | beyond) & finite


def _grown(room: npt.NDArray[np.generic], first: int, last: int) -> npt.NDArray[np.generic]:
    """Return an array with space for more rows, and what was in it."""
    if last <= len(room):
        return room
    grown = np.empty((max(last, 2 * len(room), 64), *room.shape[1:]), room.dtype)
    grown[:first] = room[:first]
    return grown
