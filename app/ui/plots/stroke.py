"""One polyline: what it is, how it becomes segments in pixels, and how these are painted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from .segment import clip, dashed, segments

__all__ = ["Mapping", "Pieces", "Stroke", "dash_of", "draw_dots", "draw_lines", "draw_path", "pieces_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_ARRAY = PrimitiveArray(QLineF, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One polyline in view coordinates.

    Parameters
    ----------
    x, y : ndarray
        NaN breaks the line.
    colour : str
        Opaque: translucent lines are ten times slower, and their joints show.
    width : float
        Logical pixels.
    dash : tuple of float
        In widths.
    lane : int
        Who answers a click on it; -1 for nobody.
    casing : str
        Colour of a thin edge on both sides; empty for none.
    dots : float
        Diameter of a dot at each point; 0 for none.
    name : str
        Tells it from the others of its lane. With ``rows`` it says what may be added to what is painted:
        a point of the same name and row lies at the same place.
    rows : ndarray of int64, optional
        Of each point, ascending.
    top : bool
        Above all that is not.
    covered : bool
        Painted over as the lane goes on: what is lost at its start need not be erased.
    """

    x: Floats
    y: Floats
    colour: str
    width: float = 2.0
    dash: tuple[float, ...] = ()
    lane: int = -1
    casing: str = ""
    dots: float = 0.0
    name: str = ""
    rows: Integers | None = field(default=None, repr=False)
    top: bool = False
    covered: bool = False

    @property
    def key(self) -> tuple[int, str]:
        """Return what identifies it from frame to frame."""
        return self.lane, self.name

    @property
    def style(self) -> tuple[object, ...]:
        """Return what makes it look different."""
        return self.colour, self.width, self.dash, self.casing, self.dots, self.top


@dataclass(frozen=True, slots=True)
class Mapping:
    """From view coordinates to pixels.

    Parameters
    ----------
    left, right, bottom, top : float
        The view.
    width, height : float
        Pixels.
    """

    left: float
    right: float
    bottom: float
    top: float
    width: float
    height: float

    def points(self, x: Floats, y: Floats) -> Floats:
        """Return points in pixels, shape (n, 2)."""
        with np.errstate(all="ignore"):
            return np.column_stack(
                [
                    (x - self.left) * (self.width / (self.right - self.left)),
                    (self.top - y) * (self.height / (self.top - self.bottom)),
                ]
            )

    def inside(self, points: Floats) -> Floats:
        """Return the points in pixels that are visible."""
        x, y = points.T
        return points[(x >= 0) & (x <= self.width) & (y >= 0) & (y <= self.height)]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """The visible segments of many polylines, computed at once.

    Parameters
    ----------
    lines : ndarray, shape (n, 4)
        In pixels, one polyline behind the other.
    place : ndarray of int64, shape (n,)
        Number of the point that a segment comes from, in all points.
    ends : ndarray of int64
        Where each polyline's segments end.
    """

    lines: Floats
    place: Integers
    ends: Integers

    def of(self, index: int) -> slice:
        """Return the segments of one polyline."""
        return slice(int(self.ends[index - 1]) if index else 0, int(self.ends[index]))


def pieces_of(mapping: Mapping, polylines: list[Floats]) -> Pieces:
    """Return the visible segments of polylines in pixels, each of shape (n, 2)."""
    counts = [len(part) for part in polylines]
    if not sum(counts):
        return Pieces(np.zeros((0, 4)), np.zeros(0, np.int64), np.zeros(len(counts), np.int64))
    points = np.concatenate(polylines)
    last = np.cumsum(counts)
    apart = last[:-1] - 1
    lines, place = segments(points, apart[apart >= 0])
    lines, kept = clip(lines, 0.0, 0.0, mapping.width, mapping.height)
    place = place[kept]
    return Pieces(lines, place, np.searchsorted(place, last))


def dash_of(stroke: Stroke, lines: Floats, offset: float = 0.0) -> Floats:
    """Cut segments into the stroke's dashes, if it has any."""
    return dashed(lines, tuple(part * stroke.width for part in stroke.dash), offset) if stroke.dash else lines


def draw_lines(painter: QPainter, lines: Floats, colour: str, width: float, fine: bool) -> None:
    """Paint separate segments."""
    if not len(lines):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
    _ARRAY.resize(len(lines))
    _ARRAY.ndarray()[:] = lines
    painter.setPen(_pen(colour, width))
    painter.drawLines(*_ARRAY.drawargs())


def draw_path(painter: QPainter, stroke: Stroke, lines: Floats) -> None:
    """Paint connected segments as one polyline, for files of vectors."""
    if not len(lines):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    breaks = np.flatnonzero(np.abs(lines[1:, :2] - lines[:-1, 2:]).max(axis=1, initial=0.0) > 1e-6) + 1
    polygons = []
    for part in np.split(lines, breaks):
        points = [QPointF(*part[0, :2]), *(QPointF(*end) for end in part[:, 2:])]
        polygons.append(QPolygonF(points))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((stroke.casing, stroke.width + 2.0), (stroke.colour, stroke.width)):
        if colour:
            painter.setPen(_pen(colour, width))
            for polygon in polygons:
                painter.drawPolyline(polygon)


def draw_dots(painter: QPainter, points: Floats, colour: str, size: float) -> None:
    """Paint a dot at each point."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    for x, y in points:
        painter.drawEllipse(QPointF(x, y), 0.5 * size, 0.5 * size)


def _pen(colour: str, width: float) -> QPen:
    cap, join = Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QColor(colour), width, Qt.PenStyle.SolidLine, cap, join)
