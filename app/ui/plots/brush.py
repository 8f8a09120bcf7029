"""Strokes as they are painted: how far each has come, and what a frame adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter

from .segment import length_of
from .stroke import Mapping, Stroke, dash_of, draw_dots, draw_lines, draw_path, pieces_of

__all__ = ["Brush"]

Floats = npt.NDArray[np.float64]

# Pixels of all strokes up to which they are antialiased, and up to which they keep their width. A pixel costs
# about 50 ns at width 2 antialiased, 5 ns without.
_FINE, _WIDE = 100_000, 500_000
# The same while the view is moved; first the edges go, with which a pixel costs twice as much.
_MOVING_EDGED, _MOVING_FINE, _MOVING_WIDE = 10_000, 25_000, 150_000
_MOVING_POINTS = 1500  # of a stroke; one with more covers the picture many times, or is very smooth
# Segments up to which a picture has a polyline in one piece: without seams, but slow.
_WHOLE = 4000
# What is nearer than this to the end of a stroke waits: the head covers it.
_NEAR = 1.5
_TAIL, _TAIL_POINTS = 10.0, 48


@dataclass(slots=True)
class _Progress:
    """How far a stroke has been painted."""

    style: tuple[object, ...]
    row: int
    tail: Floats
    length: float
    covered: bool


class Brush:
    """Paints strokes, and remembers how far it has come with each.

    Attributes
    ----------
    printed : bool
        Antialias everything, whatever it costs.
    hasty : bool
        Leave out the edges of strokes, which are half of what they cost: another picture follows at once.
    moving : bool
        The view is being moved, and what takes long is left out until it rests: edges first, then fine ends.
    """

    def __init__(self) -> None:
        self.printed = self.hasty = self.moving = False
        self._progress: dict[tuple[int, str], _Progress] = {}
        self._length = 0.0

    def paint(
        self, below: QPainter, above: QPainter, mapping: Mapping, strokes: list[Stroke], svg: bool = False
    ) -> None:
        """Paint strokes from their beginnings; those on top with ``above``."""
        self._progress.clear()
        points = [mapping.points(stroke.x, stroke.y) for stroke in strokes]
        if self.moving:
            points = [_thinned(part) for part in points]
        pieces = pieces_of(mapping, points)
        self._length = length_of(pieces.lines)
        for index, stroke in enumerate(strokes):
            painter = above if stroke.top else below
            lines = pieces.lines[pieces.of(index)]
            cut = dash_of(stroke, lines)
            if svg or (self.printed and len(cut) <= _WHOLE):
                draw_path(painter, stroke, cut) if stroke.width else None
            else:
                self._draw(painter, stroke, cut, cut)
            if stroke.dots:
                draw_dots(painter, mapping.inside(points[index]), stroke.colour, stroke.dots)
            if stroke.rows is not None and len(stroke.rows):
                length = length_of(lines) if stroke.dash else 0.0
                self._progress[stroke.key] = _Progress(
                    stroke.style, int(stroke.rows[-1]), _tail(points[index], stroke), length, stroke.covered
                )

    def news(self, strokes: list[Stroke]) -> list[tuple[Stroke, int]] | None:
        """Return strokes that have grown, and where; None if adding to what is painted would not be right."""
        new = []
        keys = {stroke.key for stroke in strokes}
        if any(key not in keys and not done.covered for key, done in self._progress.items()):
            return None
        for stroke in strokes:
            done = self._progress.get(stroke.key)
            if done is None or stroke.rows is None or not len(stroke.rows) or done.style != stroke.style:
                return None
            last = int(stroke.rows[-1])
            if last < done.row:
                return None
            if last > done.row:
                new.append((stroke, int(np.searchsorted(stroke.rows, done.row, side="right"))))
        return new

    def add(self, below: QPainter, above: QPainter, mapping: Mapping, news: list[tuple[Stroke, int]]) -> None:
        """Paint what `news` has found."""
        found = []
        for stroke, first in news:
            points = mapping.points(stroke.x[first:], stroke.y[first:])
            done = self._progress[stroke.key]
            if not _is_near(done.tail[-1], points):
                found.append((stroke, done, points, np.concatenate([done.tail, points])))
        pieces = pieces_of(mapping, [part for *_, part in found])
        begin = 0
        for index, (stroke, done, points, part) in enumerate(found):
            joint = pieces.lines[pieces.of(index)]
            # The end of what was there is painted again only where the new casing has covered it.
            lines = joint[pieces.place[pieces.of(index)] >= begin + len(done.tail) - 1]
            begin += len(part)
            length = length_of(lines)
            self._length += length
            painter = above if stroke.top else below
            cut = dash_of(stroke, lines, done.length)
            self._draw(painter, stroke, cut, joint if stroke.casing and not stroke.dash else cut)
            if stroke.dots:
                draw_dots(painter, mapping.inside(points), stroke.colour, stroke.dots)
            assert stroke.rows is not None
            done.row = int(stroke.rows[-1])
            done.length += length
            done.tail = _tail(part, stroke)

    def _draw(self, painter: QPainter, stroke: Stroke, new: Floats, joint: Floats) -> None:
        if not stroke.width:
            return
        edge, most, widest = (
            (_MOVING_EDGED, _MOVING_FINE, _MOVING_WIDE) if self.moving else (_FINE, _FINE, _WIDE)
        )
        edged, fine, wide = (self.printed or self._length <= limit for limit in (edge, most, widest))
        if stroke.casing and edged and not self.hasty:
            draw_lines(painter, new, stroke.casing, stroke.width + 2.0, True)
        draw_lines(painter, joint, stroke.colour, stroke.width if wide else min(stroke.width, 1.0), fine)


def _thinned(points: Floats) -> Floats:
    """Return every other point, or fewer, of a polyline that has too many; where it is broken it stays so."""
    every = -(-len(points) // _MOVING_POINTS)
    if every <= 1:
        return points
    kept = np.isnan(points[:, 0])
    kept[::every] = kept[-1] = True
    return points[kept]


def _is_near(end: Floats, points: Floats) -> bool:
    """Return whether points are all close to the end of what is painted."""
    with np.errstate(invalid="ignore"):
        return bool((np.abs(points - end) < _NEAR).all())


def _tail(points: Floats, stroke: Stroke) -> Floats:
    """Return the end of a stroke: as much as the casing of what comes next may cover."""
    if not stroke.casing:
        return points[-2:]
    points = points[-_TAIL_POINTS:]
    steps = np.hypot(*np.diff(points, axis=0).T)
    far = np.flatnonzero(np.cumsum(steps[::-1]) >= _TAIL)
    return points[-int(far[0]) - 2 :] if len(far) else points
