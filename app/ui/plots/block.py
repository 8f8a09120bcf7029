"""What is known of blocks of rows, so that another view need not look at every row again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Boxes", "Peaks", "laid_out"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
View = tuple[float, float, float, float]


def laid_out(first: int, size: int, whole: Flags, some: Integers) -> Integers:
    """Return rows of neighbouring blocks, ascending: all of a block, or some.

    Parameters
    ----------
    first : int
        The first block.
    size : int
        Rows of a block.
    whole : ndarray of bool, shape (blocks,)
        Whose rows are all wanted.
    some : ndarray of int64, shape (blocks, n)
        What is wanted of the others, ascending; the same row may stand there more than once.
    """
    counts = np.where(whole, size, some.shape[1])
    ends = np.cumsum(counts)
    starts = ends - counts
    rows = np.empty(int(ends[-1]) if len(ends) else 0, np.int64)
    part = ~whole
    for index in range(some.shape[1]):
        rows[starts[part] + index] = some[part, index]
    blocks = np.flatnonzero(whole)
    rows[starts[blocks][:, None] + np.arange(size)] = (blocks + first)[:, None] * size + np.arange(size)
    fresh = np.ones(len(rows), dtype=bool)
    np.not_equal(rows[1:], rows[:-1], out=fresh[1:])
    return rows[fresh]


class Peaks:
    """Where the lowest and the highest value of each block of a curve are.

    Attributes
    ----------
    rows : ndarray of int64, shape (blocks, 2)
        Of the first lowest and the first highest, ascending; both are the first row where all are NaN.
    values : ndarray, shape (blocks, 2)
        Of these rows: together in memory, unlike in the curve.
    """

    SIZE = 64

    def __init__(self) -> None:
        self._room = np.zeros((0, 2), np.int64)
        self._values = np.zeros((0, 2))
        self._count = 0

    @property
    def rows(self) -> Integers:
        """Return what is known."""
        return self._room[: self._count]

    @property
    def values(self) -> Floats:
        """Return what is known."""
        return self._values[: self._count]

    def extend(self, y: Floats) -> None:
        """Take in the blocks that have been filled; ``y`` is the whole curve, which only grows."""
        first, last = self._count, len(y) // self.SIZE
        if last <= first:
            return
        self._room = _grown(self._room, first, last)
        parts = y[first * self.SIZE : last * self.SIZE].reshape(-1, self.SIZE)
        bad = np.isnan(parts)
        base = np.arange(first, last) * self.SIZE
        low = np.where(bad, np.inf, parts).argmin(axis=1) + base
        high = np.where(bad, -np.inf, parts).argmax(axis=1) + base
        self._room[first:last, 0], self._room[first:last, 1] = np.minimum(low, high), np.maximum(low, high)
        self._values = _grown(self._values, first, last)
        self._values[first:last] = y[self._room[first:last]]
        self._count = last


class Boxes:
    """The rectangle around each block of a path, and the rows that reach its sides.

    Attributes
    ----------
    rows : ndarray of int64, shape (blocks, 6)
        The first, the four on the sides and the last, ascending.
    """

    SIZE = 256

    def __init__(self) -> None:
        self._room = np.zeros((0, 4))
        self._rows = np.zeros((0, 6), np.int64)
        self._points = np.zeros((0, 6, 2))  # of these rows: together in memory, unlike in the path
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def rows(self) -> Integers:
        """Return what is known."""
        return self._rows[: self._count]

    def extend(self, points: Floats) -> None:
        """Take in the blocks that have been filled; ``points`` is the whole path (n, 2), which only grows."""
        first, last = self._count, len(points) // self.SIZE
        if last <= first:
            return
        self._room = _grown(self._room, first, last)
        parts = points[first * self.SIZE : last * self.SIZE].reshape(-1, self.SIZE, 2)
        self._rows = _grown(self._rows, first, last)
        low, high = parts.argmin(axis=1), parts.argmax(axis=1)  # of a NaN, if there is one
        self._room[first:last, :2] = np.take_along_axis(parts, low[:, None], axis=1)[:, 0]
        self._room[first:last, 2:] = np.take_along_axis(parts, high[:, None], axis=1)[:, 0]
        ends = np.broadcast_to([0, self.SIZE - 1], low.shape)
        base = np.arange(first, last)[:, None] * self.SIZE
        self._rows[first:last] = np.sort(np.concatenate([low, high, ends], axis=1), axis=1) + base
        self._points = _grown(self._points, first, last)
        self._points[first:last] = points[self._rows[first:last]]
        self._count = last

    def laid_out(self, path: Floats, first: int, whole: Flags, needed: Flags) -> tuple[Integers, Floats]:
        """Return rows of neighbouring blocks, ascending, and their points: all of a block, or some, or none.

        Parameters
        ----------
        path : ndarray, shape (n, 2)
        first : int
            The first block.
        whole, needed : ndarray of bool, shape (blocks,)
            Whose rows are all wanted; of which of the others those that `rows` names.
        """
        part = np.flatnonzero(needed & ~whole) + first
        rows, points = self._rows[part].ravel(), self._points[part].reshape(-1, 2)
        blocks = np.flatnonzero(whole) + first
        if len(blocks):
            all_of = (blocks[:, None] * self.SIZE + np.arange(self.SIZE)).ravel()
            order = np.argsort(np.concatenate([rows, all_of]), kind="stable")
            rows = np.concatenate([rows, all_of])[order]
            points = np.concatenate([points, path[all_of]])[order]
        fresh = np.ones(len(rows), dtype=bool)
        np.not_equal(rows[1:], rows[:-1], out=fresh[1:])
        return rows[fresh], points[fresh]

    def finite(self, first: int, last: int) -> Flags:
        """Return which of the blocks first..last-1 are of finite points."""
        return np.isfinite(self._room[first:last]).all(axis=1)

    def sorted_out(self, first: int, last: int, view: View, cell: tuple[float, float]) -> tuple[Flags, Flags]:
        """Return which blocks are plain, and which are needed.

        A plain one is beyond one side of the view, or no larger than a cell: few rows say all. One is not
        needed if both of its neighbours are beyond the same side as itself, or in the same cell: no line
        between them is to be seen, or all of them are one point.

        Parameters
        ----------
        first, last : int
            Blocks first..last-1 are asked for.
        view : (left, right, bottom, top)
        cell : (float, float)
            Width and height.
        """
        left, right, bottom, top = view
        x0, y0, x1, y1 = self._room[first:last].T
        with np.errstate(invalid="ignore", over="ignore"):
            sides = (x1 < left).view(np.int8) | (x0 > right).view(np.int8) << 1
            sides |= (y1 < bottom).view(np.int8) << 2 | (y0 > top).view(np.int8) << 3
            small = (x1 - x0 <= cell[0]) & (y1 - y0 <= cell[1])
            plain = (small | (sides != 0)) & self.finite(first, last)
            alike = (sides[1:] & sides[:-1]) != 0
            inner = np.flatnonzero(small & (sides == 0))
            column, line = (np.floor((x0[inner] - left) / cell[0]), np.floor((y0[inner] - bottom) / cell[1]))
            still = (column == np.floor((x1[inner] - left) / cell[0])) & (
                line == np.floor((y1[inner] - bottom) / cell[1])
            )
        same = still[1:] & still[:-1] & (np.diff(inner) == 1) & (np.diff(column) == 0) & (np.diff(line) == 0)
        alike[inner[:-1][same]] = True
        needed = np.ones(len(sides), dtype=bool)
        needed[1:-1] = ~(alike[1:] & alike[:-1])
        return plain, needed


def _grown(room: npt.NDArray[np.generic], first: int, last: int) -> npt.NDArray[np.generic]:
    """Return an array with space for more rows, and what was in it."""
    if last <= len(room):
        return room
    grown = np.empty((max(last, 2 * len(room), 64), *room.shape[1:]), room.dtype)
    grown[:first] = room[:first]
    return grown
