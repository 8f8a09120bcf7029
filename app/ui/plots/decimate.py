"""Fewer points that look the same: the lowest and the highest of each column of pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["ColumnExtremes", "column_extremes"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


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


class ColumnExtremes:
    """The decimated rows of a curve that grows; rows already reduced are not looked at again.

    Parameters
    ----------
    fine : int
        Up to so many rows are all kept.
    """

    def __init__(self, fine: int = 1200) -> None:
        self._fine = fine
        self._view: tuple[float, float, int] | None = None
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
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
        view = (low, high, width)
        if view != self._view or len(x) < self._rows:
            self._view = view
            self.clear()
            self._first = self._open = max(int(np.searchsorted(np.nan_to_num(x, nan=-np.inf), low)) - 1, 0)
        stop = min(int(np.searchsorted(x, high, side="right")) + 1, len(x))
        if stop - self._first <= self._fine:
            return np.arange(self._first, max(stop, self._first))
        if stop > self._rows:
            self._extend(x, y, stop)
        return self._all

    def _extend(self, x: Floats, y: Floats, stop: int) -> None:
        low, high, width = self._view  # type: ignore[misc]
        place = (x[self._open : stop] - low) * (width / (high - low))
        if np.isnan(place[0]):
            place = np.nan_to_num(place, nan=-2.0)
        column = np.clip(place, -2.0, width + 1.0).astype(np.int64)
        rows = column_extremes(column, y[self._open : stop]) + self._open
        last = self._open + int(np.searchsorted(column, column[-1]))
        done = rows[rows < last]
        self._all = np.concatenate([*self._kept, rows])
        if len(done):
            self._kept.append(done)
            if len(self._kept) > 32:
                self._kept = [np.concatenate(self._kept)]
        self._open, self._rows = last, stop
