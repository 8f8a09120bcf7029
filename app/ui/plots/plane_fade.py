"""Paths that fade with their distance off the plane on which they are drawn."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

import numpy as np
import numpy.typing as npt

from .marks import Mark
from .plane import PlanePaths
from .scene import Range
from .stroke import Stroke
from .tint import mix

__all__ = ["LEVELS", "Fade", "faded", "levels_of", "tone_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LEVELS = 5
_MOST = 0.72


class Fade:
    """Makes what is drawn of a race as faint as it is far off the plane.

    Parameters
    ----------
    source : PlanePaths

    Attributes
    ----------
    reach : float
        The distance from which on paths are the faintest: half of what is in sight, corner to corner.
    seen : bool
        Whether any of the paths made last is fainter than the plane's own.
    """

    def __init__(self, source: PlanePaths) -> None:
        self._source = source
        self.reach = 0.0
        self.seen = False

    def measure(self, x: Range, y: Range) -> bool:
        """Take what is in sight; return whether the reach is another."""
        plane = self._source.plane
        across, up = (1.0, 1.0) if plane is None else plane.lengths
        reach = 0.5 * hypot((x[1] - x[0]) * across, (y[1] - y[0]) * up)
        changed, self.reach = reach != self.reach, reach
        return changed

    def strokes(self, strokes: list[Stroke], run: int, ground: str) -> list[Stroke]:
        """Return paths in pieces of five tones; what lies ahead of the playhead is faint as it is."""
        found = []
        self.seen = False
        for stroke in strokes:
            if stroke.rows is None or not len(stroke.rows) or stroke.covered:
                found.append(stroke)
            else:
                away = self._source.distances(stroke.lane, run, int(stroke.rows[-1]) + 1)
                levels = levels_of(away, self.reach)
                self.seen = self.seen or bool(levels[stroke.rows].any())
                found += faded(stroke, levels, ground)
        return found

    def mark(self, mark: Mark, run: int, rows: int, ground: str) -> Mark:
        """Return the sign of the last of so many rows of a lane."""
        if mark.lane < 0 or not rows:
            return mark
        away = self._source.distances(mark.lane, run, rows)[-1:]
        return replace(mark, colour=tone_of(mark.colour, ground, int(levels_of(away, self.reach)[0])))


def levels_of(distances: Floats, reach: float) -> Integers:
    """Return how faint points are, from 0 to ``LEVELS - 1``.

    Parameters
    ----------
    distances : ndarray
        Off the plane.
    reach : float
        The distance from which on they are the faintest.
    """
    if not reach > 0:
        return np.zeros(len(distances), np.int64)
    # What is not finite is not below the reach either.
    share = np.where(distances < reach, distances, reach) * ((LEVELS - 1) / reach)
    return (share + 0.5).astype(np.int64)


def tone_of(colour: str, ground: str, level: int) -> str:
    """Return a colour as faint as a level."""
    return mix(colour, ground, _MOST * level / (LEVELS - 1))


def faded(stroke: Stroke, levels: Integers, ground: str) -> list[Stroke]:
    """Return a path in pieces, the faintest first; a segment is as faint as its end.

    Parameters
    ----------
    stroke : Stroke
        With rows.
    levels : ndarray of int64
        Of each row.
    ground : str
        The colour that faint ones come near.
    """
    assert stroke.rows is not None
    own = levels[stroke.rows]
    found: list[Stroke] = []
    if not len(own):
        return found
    for level in range(int(own.max()), int(own.min()) - 1, -1):
        at = np.flatnonzero(own == level) if stroke.dots else _segments(own, level)
        if not len(at):
            continue
        gap = at < 0
        rows = stroke.rows[at]
        rows[gap] = rows[np.flatnonzero(gap) + 1]
        found.append(
            replace(
                stroke,
                x=np.where(gap, np.nan, stroke.x[at]),
                y=np.where(gap, np.nan, stroke.y[at]),
                rows=rows,
                colour=tone_of(stroke.colour, ground, level),
                name=f"{stroke.name} off {level}",
            )
        )
    return found


def _segments(own: Integers, level: int) -> Integers:
    """Return the points of the segments that end at a level; -1 is a gap between two of them."""
    ends = np.flatnonzero(own[1:] == level) + 1
    if not len(ends):
        return ends
    first = np.flatnonzero(np.diff(ends, prepend=-1) > 1)
    begins = np.stack([np.full(len(first), -1), ends[first] - 1], axis=1).ravel()
    return np.insert(ends, np.repeat(first, 2), begins)[1:]
