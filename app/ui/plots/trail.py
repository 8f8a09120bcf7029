"""The rows of a path that can be told apart on the screen, kept up as the path grows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .block import Boxes

__all__ = ["Trail", "thin"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
View = tuple[float, float, float, float, float, float]

_LIMIT = 1600
_MOST = 20_000
_WORTH = 16  # blocks from which on the rectangles around them are looked at
_RAW = 100_000  # rows that are looked at singly; of more, those on the sides of each block stand for the rest
_FEW = 500  # blocks of such a path that are looked at in haste
_CELLS = 1.6  # a pixel across: rows in one cell are not told apart


def thin(points: Floats, limit: int) -> Integers:
    """Return at most about ``limit`` places of a path: the extremes of blocks of neighbours.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
    limit : int
    """
    count = len(points)
    if count <= limit:
        return np.arange(count)
    block = -(-4 * count // limit)
    whole = count // block * block
    parts = points[:whole].reshape(-1, block, 2)
    base = np.arange(len(parts))[:, None] * block
    chosen = np.concatenate([parts.argmin(axis=1), parts.argmax(axis=1)], axis=1) + base
    kept = np.zeros(count, dtype=bool)
    kept[chosen] = True
    kept[0] = kept[whole:] = kept[-1] = True
    return np.flatnonzero(kept)


class Trail:
    """Which rows of one path to draw.

    Attributes
    ----------
    rows : ndarray of int64
        Ascending.
    gaps : ndarray of bool
        Where the line is broken before a row: what lies between is out of view.
    """

    def __init__(self) -> None:
        self._view: View | None = None
        self.clear()

    def clear(self) -> None:
        """Forget the path."""
        self._boxes = Boxes()
        self._begin()

    def _begin(self) -> None:
        """Forget what is to be seen of it."""
        self.rows = np.zeros(0, np.int64)
        self.gaps = np.zeros(0, np.bool_)
        self._done = 0
        self._rough = False  # only a part was taken

    def update(self, points: Floats, view: View, hasty: bool = False) -> None:
        """Follow a path that has grown, or a view that has changed.

        Parameters
        ----------
        points : ndarray, shape (n, 2)
        view : (left, right, bottom, top, width, height)
            Width and height in pixels.
        hasty : bool
            Of a path that covers the picture again and again, take a part: another view follows at once.
        """
        if len(points) < self._done:
            self.clear()
        elif view != self._view or (self._rough and not hasty):
            self._begin()
        self._view = view
        self._boxes.extend(points)
        if len(points) == self._done:
            return
        first = max(self._done - 1, 0)
        candidates = self._candidates(points, first, view, hasty)
        if candidates is None:
            rows, gaps = _visible(points[first:], view)
            rows += first
        else:
            places, gaps = _visible(candidates[1], view)
            rows = candidates[0][places]
        if self._done and len(rows) and rows[0] == first:
            joined = bool(len(self.rows)) and self.rows[-1] == first
            rows, gaps = (rows[1:], gaps[1:]) if joined else (rows, gaps)
        self._done = len(points)
        self.rows = np.concatenate([self.rows, rows])
        self.gaps = np.concatenate([self.gaps, gaps])
        if len(self.rows) > 2 * _LIMIT:
            self._reduce(points)

    def _candidates(
        self, points: Floats, first: int, view: View, hasty: bool
    ) -> tuple[Integers, Floats] | None:
        """Return the rows among which those to draw are, and their points; None if not worth while."""
        size, last = self._boxes.SIZE, len(points)
        begin, end = -(-first // size), min(last // size, len(self._boxes))
        if end - begin < _WORTH:
            return None
        left, right, bottom, top, width, height = view
        cell = (right - left) / (_CELLS * width), (top - bottom) / (_CELLS * height)
        plain, needed = self._boxes.sorted_out(begin, end, (left, right, bottom, top), cell)
        whole = ~plain
        if whole.sum() * size > _RAW:
            needed |= whole
            whole = ~self._boxes.finite(begin, end)
            if hasty:
                self._rough = True
                kept = np.flatnonzero(needed)
                needed[:] = False
                needed[kept[:: -(-len(kept) // _FEW)]] = True
        rows, inner = self._boxes.laid_out(points, begin, whole, needed)
        start, rest = np.arange(first, begin * size), np.arange(end * size, last)
        found = points[first : begin * size], inner, points[end * size : last]
        return np.concatenate([start, rows, rest]), np.concatenate(found)

    def split(self, row: int) -> tuple[tuple[Integers, Flags], tuple[Integers, Flags]]:
        """Return rows and gaps up to a row, and from it on; the row itself ends one and begins the other."""
        at = int(np.searchsorted(self.rows, row, side="right"))
        before, after = (self.rows[:at], self.gaps[:at]), (self.rows[at:], self.gaps[at:])
        if at and self.rows[at - 1] == row:
            start = self.rows[at - 1 : at], np.zeros(1, np.bool_)
        else:
            broken = at < len(self.rows) and bool(self.gaps[at])
            start = np.array([row]), np.array([False])
            before = (np.append(before[0], row), np.append(before[1], broken))
        return before, (np.concatenate([start[0], after[0]]), np.concatenate([start[1], after[1]]))

    def _reduce(self, points: Floats) -> None:
        """Drop what is not an extreme of its neighbourhood, in each unbroken piece."""
        if self.gaps[1:].any():
            if len(self.rows) > _MOST:
                self.rows, self.gaps = self.rows[-_MOST:], self.gaps[-_MOST:]
            return
        kept = thin(points[self.rows], _LIMIT)
        self.rows, self.gaps = self.rows[kept], self.gaps[kept]


def _visible(points: Floats, view: View) -> tuple[Integers, Flags]:
    """Return rows whose segments touch the view and that differ by a good half pixel, and where gaps are."""
    left, right, bottom, top, width, height = view
    x, y = points[:, 0], points[:, 1]
    with np.errstate(all="ignore"):
        far = (x < left).astype(np.int8) | (x > right).astype(np.int8) << 1
        far |= (y < bottom).astype(np.int8) << 2 | (y > top).astype(np.int8) << 3
        bad = ~(np.isfinite(x) & np.isfinite(y))
        used = ((far[1:] & far[:-1]) == 0) & ~bad[1:] & ~bad[:-1]
        keep = np.zeros(len(points), dtype=bool)
        keep[1:] |= used
        keep[:-1] |= used
        keep[-1] |= not bad[-1] and far[-1] == 0
        rows = np.flatnonzero(keep)
        if not len(rows):
            return rows, np.zeros(0, np.bool_)
        gaps = np.zeros(len(rows), dtype=bool)
        gaps[1:] = (np.diff(rows) > 1) | ~used[rows[1:] - 1]
        column = np.clip(np.floor((x[rows] - left) * (_CELLS * width / (right - left))), -1e6, 1e6).astype(
            np.int64
        )
        line = np.clip(np.floor((y[rows] - bottom) * (_CELLS * height / (top - bottom))), -1e6, 1e6).astype(
            np.int64
        )
    moved = np.ones(len(rows), dtype=bool)
    moved[1:] = (np.diff(column) != 0) | (np.diff(line) != 0) | gaps[1:]
    return rows[moved], gaps[moved]
