"""Fewer points that look the same: the lowest and the highest of each column of pixels."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from .block import Peaks, laid_out

__all__ = ["ColumnExtremes", "column_extremes", "row_before"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_WORTH = 64  # blocks from which on their peaks are looked at
_MANY = 8  # blocks in a column from which on one that lies in two is not looked into: no peak is lost by that


def column_extremes(column: Integers, y: Floats) -> Integers:
    """Return the rows with the first lowest and first highest value of each column.

    Parameters
    ----------
    column : ndarray of int64, shape (n,)
        The column of each row; equal ones are neighbours.
    y : ndarray, shape (n,)
        NaN is neither lowest nor highest. A column of NaN alone keeps its first row, so that a gap stays.

    Returns
    -------
    ndarray of int64
        Ascending.
    """
    if not len(y):
        return np.zeros(0, np.int64)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(column)) + 1])
    counts = np.diff(np.append(starts, len(y)))
    group = np.repeat(np.arange(len(starts)), counts)
    keep = np.zeros(len(y), dtype=bool)
    empty = np.ones(len(starts), dtype=bool)
    for reduce in (np.fmin, np.fmax):
        rows = np.flatnonzero(y == np.repeat(reduce.reduceat(y, starts), counts))
        groups = group[rows]
        first = np.ones(len(rows), dtype=bool)
        first[1:] = groups[1:] != groups[:-1]
        keep[rows[first]] = True
        empty[groups] = False
    keep[starts[empty]] = True
    return np.flatnonzero(keep)


def row_before(x: Floats, place: float) -> int:
    """Return how many of ascending places are below one; NaN, at the start only, is below all."""
    known = bisect_left(range(len(x)), True, key=lambda row: not np.isnan(x[row]))
    return known + int(np.searchsorted(x[known:], place))


class ColumnExtremes:
    """The decimated rows of a curve that grows; rows already reduced are not looked at again.

    Another view looks at the peaks of blocks instead of all rows, but for blocks that lie in two columns.

    Parameters
    ----------
    fine : int
        Up to so many rows are all kept.
    """

    def __init__(self, fine: int = 1200) -> None:
        self._fine = fine
        self._peaks = Peaks()
        self._seen = 0
        self._view: tuple[float, float, int] | None = None
        self.clear()

    def clear(self) -> None:
        """Forget what was kept for a view."""
        self._kept: list[Integers] = []
        self._open = self._rows = self._first = 0
        self._all = np.zeros(0, np.int64)

    def kept(self, x: Floats, y: Floats, low: float, high: float, width: int) -> Integers:
        """Return ascending rows to draw.

        Parameters
        ----------
        x : ndarray, shape (n,)
            Places in view coordinates, ascending; NaN only at the start.
        y : ndarray, shape (n,)
        low, high : float
            The visible part of the x axis; a row beyond each end is kept.
        width : int
            Pixels.
        """
        if len(x) < self._seen:
            self._peaks = Peaks()
        self._seen = len(x)
        self._peaks.extend(y)
        view = (low, high, width)
        if view != self._view or len(x) < self._rows:
            self._view = view
            self.clear()
            self._first = self._open = max(row_before(x, low) - 1, 0)
        stop = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
        if stop - self._first <= self._fine:
            return np.arange(self._first, max(stop, self._first))
        if stop > self._rows:
            self._extend(x, y, stop)
        return self._all

    def _extend(self, x: Floats, y: Floats, stop: int) -> None:
        seen, column, values = self._candidates(x, y, stop)
        kept = column_extremes(column, values)
        rows = seen[kept]
        last = int(seen[np.searchsorted(column, column[-1])])
        done = rows[rows < last]
        self._all = np.concatenate([*self._kept, rows])
        if len(done):
            self._kept.append(done)
            if len(self._kept) > 32:
                self._kept = [np.concatenate(self._kept)]
        self._open, self._rows = last, stop

    def _columns(self, x: Floats) -> Integers:
        low, high, width = self._view  # type: ignore[misc]
        place = (x - low) * (width / (high - low))
        if len(place) and np.isnan(place[0]):
            place = np.nan_to_num(place, nan=-2.0)
        return np.clip(place, -2.0, width + 1.0).astype(np.int64)

    def _candidates(self, x: Floats, y: Floats, stop: int) -> tuple[Integers, Integers, Floats]:
        """Return the rows among which those to keep are, ascending, with their columns and values."""
        size = self._peaks.SIZE
        begin, end = -(-self._open // size), min(stop // size, len(self._peaks.rows))
        if end - begin < _WORTH:
            return np.arange(self._open, stop), self._columns(x[self._open : stop]), y[self._open : stop]
        starts = self._columns(x[begin * size : end * size : size])
        split = starts != self._columns(x[begin * size + size - 1 : end * size : size])
        head, tail = slice(self._open, begin * size), slice(end * size, stop)
        peaks = self._peaks.rows[begin:end]
        if split.sum() * _MANY < len(split):  # all of a block counts to the column of its first row
            parts = (
                (np.arange(head.start, head.stop), peaks.ravel(), np.arange(tail.start, tail.stop)),
                (self._columns(x[head]), np.repeat(starts, 2), self._columns(x[tail])),
                (y[head], self._peaks.values[begin:end].ravel(), y[tail]),
            )
            rows, column, values = (np.concatenate(part) for part in parts)
            return rows, column, values
        inner = laid_out(begin, size, split, peaks)
        rows = np.concatenate([np.arange(head.start, head.stop), inner, np.arange(tail.start, tail.stop)])
        return rows, self._columns(x[rows]), y[rows]
