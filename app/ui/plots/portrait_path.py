"""A path in the plane of two quantities, in the order of time: computed where it is looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ...study.common_step import CommonSteps
from .portrait_box import PortraitBoxes
from .scale import Scale
from .trail import Trail, View, thin

__all__ = ["PortraitPath"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_USUAL = (2.0, 98.0)
_SAMPLE = 1000
_LIMIT = 4000  # points that are drawn of an unbroken path, about: it turns more often than one on a surface
_MOST = 20_000  # of one that leaves the view again and again
_NEAR = 6  # pieces of what is drawn, between whose ends the nearest point is looked for
_LOOKED = 4_000  # points of each of them


class _Trail(Trail):
    """Which points to draw, from rectangles that leave out what has no place."""

    def clear(self) -> None:
        super().clear()
        self._boxes: PortraitBoxes = PortraitBoxes()  # type: ignore[assignment]

    def _reduce(self, points: Floats) -> None:
        """Drop what is not an extreme of its neighbourhood; the ends of each unbroken piece stay."""
        if len(self.rows) <= 2 * _LIMIT:
            return
        begins = np.flatnonzero(self.gaps)
        ends = begins[begins > 0] - 1
        kept = np.union1d(thin(points[self.rows], _LIMIT), np.concatenate([begins, ends]))[-_MOST:]
        self.rows, self.gaps = self.rows[kept], self.gaps[kept]

    @property
    def boxes(self) -> PortraitBoxes:
        """Return what is known of the blocks."""
        return self._boxes


class PortraitPath:
    """The pairs of two columns that grow.

    As an array it is of shape (pairs, 2), in view coordinates, with NaN for what an axis cannot show.

    Parameters
    ----------
    x, y : callable
        Return the whole columns, as far as they are ready.
    steps : CommonSteps
    scale_x, scale_y : Scale
    """

    def __init__(
        self, x: Callable[[], Floats], y: Callable[[], Floats], steps: CommonSteps, scale_x: Scale,
        scale_y: Scale,
    ) -> None:  # fmt: skip
        self._x, self._y = x, y
        self._steps = steps
        self.scale_x, self.scale_y = scale_x, scale_y
        self._pairs = 0
        self._trail = _Trail()

    def __len__(self) -> int:
        return self._pairs

    def __getitem__(self, pairs: slice | Integers) -> Floats:
        x, y = self.numbers(pairs)
        return np.column_stack([self.scale_x.view(x), self.scale_y.view(y)])

    def numbers(self, pairs: slice | Integers) -> tuple[Floats, Floats]:
        """Return some pairs as recorded."""
        if isinstance(pairs, slice):
            pairs = slice(*pairs.indices(self._pairs))
        return self._x()[self._steps.x_rows(pairs)], self._y()[self._steps.y_rows(pairs)]

    def hidden(self, x: Floats, y: Floats) -> Flags:
        """Return which points have no place on one of the axes."""
        return np.asarray(self.scale_x.hidden(x) | self.scale_y.hidden(y))

    def extend(self, pairs: int) -> None:
        """Take in pairs up to a number; they are ready."""
        if pairs > self._pairs:
            self._pairs = pairs
            self._trail.boxes.extend(self)

    # ------------------------------------------------------------------ what is known of all of it

    def count_hidden(self) -> int:
        """Return how many points have no place, but for a start where a quantity is undefined."""
        x, y = self.numbers(self._rest)
        found = self._trail.boxes.hidden + int(self.hidden(x, y).sum())
        first = np.concatenate(self.numbers(slice(0, 1)))
        # The start has no step before it: where a quantity is undefined there, nothing is missing.
        return found - bool(np.isnan(first).any() and self._pairs and self._steps.step_of(0) == 0)

    def reach(self, axis: int, usual: bool = False) -> Floats:
        """Return how far it goes along x (0) or y (1): ends of its blocks, or what it keeps to mostly."""
        if usual:
            sample = self.numbers(slice(0, None, max(self._pairs // _SAMPLE, 1)))
            values = sample[axis][~self.hidden(*sample)]
            return np.percentile(values, _USUAL) if len(values) else values
        rest = self.numbers(self._rest)
        last = rest[axis][~self.hidden(*rest)]
        ends = [last.min(), last.max()] if len(last) else []
        return np.concatenate([self._trail.boxes.reach[:, axis::2].ravel(), ends])

    def first(self) -> tuple[float, float]:
        """Return the first point that has a place, as recorded; NaN if none of the first has."""
        x, y = self.numbers(slice(0, PortraitBoxes.SIZE))
        shown = np.flatnonzero(~self.hidden(x, y))
        return (float(x[shown[0]]), float(y[shown[0]])) if len(shown) else (np.nan, np.nan)

    def beyond(self, across: tuple[float, float], up: tuple[float, float]) -> int:
        """Return how many points lie outside a range of numbers of each axis."""
        x, y = self.numbers(slice(None))
        with np.errstate(invalid="ignore"):
            out = (x < across[0]) | (x > across[1]) | (y < up[0]) | (y > up[1])
        return int((out & ~self.hidden(x, y)).sum())

    @property
    def _rest(self) -> slice:
        """Return the pairs that fill no block yet."""
        return slice(len(self._trail.boxes) * PortraitBoxes.SIZE, None)

    # ------------------------------------------------------------------ what is drawn

    def line(self, view: View, first: int, last: int, hasty: bool = False) -> tuple[Floats, Integers]:
        """Return the points from one pair to another to draw in a view, and their numbers.

        Parameters
        ----------
        view : (left, right, bottom, top, width, height)
        first, last : int
            Both are part of it.
        hasty : bool
            As of `Trail.update`.
        """
        self._trail.update(self, view, hasty)  # type: ignore[arg-type]
        (rows, gaps), _ = self._trail.split(last)
        if first:
            at = int(np.searchsorted(rows, first, side="right"))
            rows, gaps = np.append(first, rows[at:]), np.append(False, gaps[at:])
        line = self[rows]
        if gaps[1:].any():
            broken = np.flatnonzero(gaps)
            line, rows = np.insert(line, broken, np.nan, axis=0), np.insert(rows, broken, rows[broken])
        return line, rows

    def away(self, view: View, x: float, y: float, last: int) -> float:
        """Return how far what is drawn up to a pair is from a place, in pixels; cheap beside `nearest`."""
        return float(_away(self[self._drawn(view, last)], view, x, y).min(initial=np.inf))

    def nearest(self, view: View, x: float, y: float, last: int) -> tuple[int, float]:
        """Return the pair whose point is nearest to a place in view coordinates, and how far in pixels.

        Parameters
        ----------
        view : (left, right, bottom, top, width, height)
        x, y : float
        last : int
            The last pair that is looked at; -1 is returned if none has a place.
        """
        drawn = self._drawn(view, last)
        # Between two that are drawn there may be one that is nearer by a pixel, and it is another step.
        pieces = _away(self[drawn], view, x, y)
        near = [np.array([last])]
        for at in np.argsort(pieces)[:_NEAR]:
            first, end = int(drawn[at]), int(drawn[at + 1])
            near.append(np.arange(first, end + 1, max((end - first) // _LOOKED, 1)))
        pairs = np.unique(np.concatenate(near))
        found, far = _closest(self[pairs], view, x, y)
        return (int(pairs[found]), far) if found >= 0 else (-1, far)

    def _drawn(self, view: View, last: int) -> Integers:
        self._trail.update(self, view)  # type: ignore[arg-type]
        rows = self._trail.rows
        return np.append(rows[: int(np.searchsorted(rows, last, side="right"))], last)


def _away(points: Floats, view: View, x: float, y: float) -> Floats:
    """Return how far each piece between neighbours is from a place in pixels; infinite where none is."""
    left, right, bottom, top, width, height = view
    with np.errstate(all="ignore"):
        scale = np.array([width / (right - left), height / (top - bottom)])
        places = (points - (x, y)) * scale
        base, move = places[:-1], np.diff(places, axis=0)
        square = (move * move).sum(axis=1)
        along = np.clip(-(base * move).sum(axis=1) / np.where(square > 0, square, 1.0), 0.0, 1.0)
        away = np.hypot(*(base + along[:, None] * move).T)
    return np.where(np.isnan(away), np.inf, away)


def _closest(points: Floats, view: View, x: float, y: float) -> tuple[int, float]:
    """Return the place of the point that is nearest, the latest of equals, and how far it is in pixels."""
    left, right, bottom, top, width, height = view
    with np.errstate(all="ignore"):
        away = np.hypot(
            (points[:, 0] - x) * (width / (right - left)), (points[:, 1] - y) * (height / (top - bottom))
        )
    away = np.where(np.isnan(away), np.inf, away)[::-1]
    at = int(away.argmin()) if len(away) else -1
    if at < 0 or not np.isfinite(away[at]):
        return -1, np.inf
    return len(away) - 1 - at, float(away[at])
