"""All polylines of a plot as one item, painted in pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainter, QPen, QPolygonF

from .segment import clip, dashed, length_of, segments

__all__ = ["Stroke", "Strokes"]

Floats = npt.NDArray[np.float64]

# Pixels of one stroke up to which it is antialiased, and up to which it keeps its width. A pixel costs about
# 32 ns at width 2 antialiased, 9 ns without, 6 ns at width 1.
_FINE = 12_000
_WIDE = 60_000
_MARGIN = 8


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """One polyline in view coordinates.

    Parameters
    ----------
    x, y : ndarray
        NaN breaks the line.
    colour : str
        Opaque: translucent lines are slower, and their joints show.
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
    """

    x: Floats
    y: Floats
    colour: str
    width: float = 2.0
    dash: tuple[float, ...] = ()
    lane: int = -1
    casing: str = ""
    dots: float = 0.0


class Strokes(pg.GraphicsObject):
    """Polylines in the coordinates of a view box.

    Parameters
    ----------
    box : ViewBox
        Its range maps view coordinates to pixels.

    Attributes
    ----------
    printed : bool
        Antialias everything, whatever it costs.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._strokes: list[Stroke] = []
        self._lines: list[tuple[Stroke, Floats, Floats]] | None = None
        self._arrays: list[PrimitiveArray] = []
        self.printed = False
        self.setParentItem(box)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def strokes(self) -> list[Stroke]:
        """Return what is drawn, from back to front."""
        return self._strokes

    def set_strokes(self, strokes: list[Stroke]) -> None:
        """Draw other polylines, from back to front."""
        if strokes or self._strokes:
            self._strokes = strokes
            self._lines = None
            self.update()

    def lane_at(self, point: QPointF, reach: float = 7.0) -> int:
        """Return the lane whose line passes nearest to a place in pixels, or -1 if none is in reach."""
        best, found = reach, -1
        for stroke, lines, _ in reversed(self._in_pixels()):
            if stroke.lane >= 0 and len(lines):
                distance = _distance(lines, point.x(), point.y())
                if distance < best - 1e-9:
                    best, found = distance, stroke.lane
        return found

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        svg = painter.paintEngine().type() == QPaintEngine.Type.SVG
        for index, (stroke, lines, points) in enumerate(self._in_pixels()):
            if len(self._arrays) <= index:
                self._arrays.append(PrimitiveArray(QLineF, 4))
            if len(lines):
                if svg:
                    _draw_path(painter, stroke, lines)
                else:
                    length = 0.0 if self.printed else length_of(lines)
                    _draw_lines(painter, stroke, lines, self._arrays[index], length)
            if stroke.dots and len(points):
                _draw_dots(painter, stroke, points)

    def _on_view_changed(self) -> None:
        self._lines = None
        self.prepareGeometryChange()
        self.update()

    def _in_pixels(self) -> list[tuple[Stroke, Floats, Floats]]:
        if self._lines is None:
            self._lines = [self._convert(stroke) for stroke in self._strokes]
        return self._lines

    def _convert(self, stroke: Stroke) -> tuple[Stroke, Floats, Floats]:
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        with np.errstate(all="ignore"):
            x = (stroke.x - left) * (rect.width() / (right - left))
            y = rect.height() - (stroke.y - bottom) * (rect.height() / (top - bottom))
        lines = clip(segments(x, y), 0.0, 0.0, rect.width(), rect.height())
        if stroke.dash:
            lines = dashed(lines, tuple(part * stroke.width for part in stroke.dash))
        points = np.zeros((0, 2))
        if stroke.dots:
            inside = (x >= 0) & (x <= rect.width()) & (y >= 0) & (y <= rect.height())
            points = np.column_stack([x, y])[inside]
        return stroke, lines, points


def _distance(lines: Floats, x: float, y: float) -> float:
    base, move = lines[:, :2], lines[:, 2:] - lines[:, :2]
    square = (move * move).sum(axis=1)
    offset = np.array([x, y]) - base
    along = np.clip((offset * move).sum(axis=1) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    return float(np.sqrt(((offset - along[:, None] * move) ** 2).sum(axis=1).min()))


def _pen(colour: str, width: float) -> QPen:
    return QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.RoundJoin
    )


def _draw_lines(
    painter: QPainter, stroke: Stroke, lines: Floats, array: PrimitiveArray, length: float
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, length <= _FINE)
    array.resize(len(lines))
    array.ndarray()[:] = lines
    if stroke.casing and length <= _FINE:
        painter.setPen(_pen(stroke.casing, stroke.width + 2.0))
        painter.drawLines(*array.drawargs())
    painter.setPen(_pen(stroke.colour, stroke.width if length <= _WIDE else min(stroke.width, 1.0)))
    painter.drawLines(*array.drawargs())


def _draw_path(painter: QPainter, stroke: Stroke, lines: Floats) -> None:
    """Draw connected segments as one polyline, for files of vectors."""
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


def _draw_dots(painter: QPainter, stroke: Stroke, points: Floats) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(stroke.colour))
    radius = 0.5 * stroke.dots
    for x, y in points:
        painter.drawEllipse(QPointF(x, y), radius, radius)
