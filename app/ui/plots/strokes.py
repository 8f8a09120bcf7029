"""All polylines of a plot as one item, on the ground that does not move.

The item keeps an image of what it has painted. A frame that only adds to the curves adds to the image: that
costs a tenth of painting everything again. What crosses an older part then lies on it, whichever lane is in
front; as soon as nothing is added for a moment, everything is painted in order.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter

from .brush import Brush
from .sharp import ratio_at
from .stroke import Mapping, Stroke, pieces_of

__all__ = ["Ground", "Strokes"]

Floats = npt.NDArray[np.float64]

_REST_MS = 250


class Ground(Protocol):
    """Something below the strokes."""

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels; ``ratio`` is 0 for a file of vectors."""


class Strokes(pg.GraphicsObject):
    """Polylines in the coordinates of a view box.

    Parameters
    ----------
    box : ViewBox
        Its range maps view coordinates to pixels.

    Attributes
    ----------
    grounds : list of Ground
        From back to front; `invalidate` when one has changed.
    background : str
    printed : bool
        Antialias everything, whatever it costs, and keep nothing.
    painted, added : int
        How often everything was painted, and how often something was added.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._strokes: list[Stroke] = []
        self._fresh = False
        self._image: QImage | None = None
        self._over: QImage | None = None
        self._state: tuple[Mapping, float] | None = None
        self._brush = Brush()
        self._lines: list[tuple[int, Floats]] | None = None
        self.grounds: list[Ground] = []
        self.background = "#ffffff"
        self.printed = False
        self.painted = self.added = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.invalidate)
        self.setParentItem(box)
        self.setZValue(-10)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    def set_hasty(self, hasty: bool) -> None:
        """Paint in haste, as picture follows picture, or properly again."""
        self._brush.hasty = hasty
        self.invalidate()

    def set_moving(self, moving: bool) -> None:
        """Paint what is to be seen in time while a person moves the view, and properly when it rests."""
        self._brush.moving = moving
        if not moving:
            self.invalidate()

    @property
    def strokes(self) -> list[Stroke]:
        """Return what is drawn, from back to front."""
        return self._strokes

    def set_strokes(self, strokes: list[Stroke]) -> None:
        """Draw other polylines, from back to front."""
        if strokes or self._strokes:
            if not strokes:
                self._image = None
            self._strokes, self._fresh, self._lines = strokes, True, None
            self.update()

    def invalidate(self) -> None:
        """Paint everything again: the ground has changed, points have moved, or it is time for order."""
        self._image, self._lines = None, None
        self.update()

    def mapping(self) -> Mapping:
        """Return how the view box maps its coordinates to its pixels."""
        (left, right), (bottom, top) = self._box.viewRange()
        rect = self._box.rect()
        return Mapping(left, right, bottom, top, max(rect.width(), 1.0), max(rect.height(), 1.0))

    def lane_at(self, point: QPointF, reach: float = 7.0) -> int:
        """Return the lane whose line passes nearest to a place in pixels, or -1 if none is in reach."""
        if self._lines is None:
            mapping = self.mapping()
            shown = [stroke for stroke in self._strokes if stroke.lane >= 0]
            pieces = pieces_of(mapping, [mapping.points(stroke.x, stroke.y) for stroke in shown])
            self._lines = [(stroke.lane, pieces.lines[pieces.of(i)]) for i, stroke in enumerate(shown)]
        best, found = reach, -1
        for lane, lines in reversed(self._lines):
            if len(lines):
                distance = _distance(lines, point.x(), point.y())
                if distance < best - 1e-9:
                    best, found = distance, lane
        return found

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        mapping = self.mapping()
        svg = painter.paintEngine().type() == QPaintEngine.Type.SVG
        ratio = ratio_at(painter)
        if svg or self.printed:
            for ground in self.grounds:
                ground.paint_ground(painter, mapping, 0.0 if svg else ratio)
            self._brush.printed = self.printed
            self._brush.paint(painter, painter, mapping, self._strokes, svg)
            return
        if self._image is None or self._state != (mapping, ratio):
            self._paint_all(mapping, ratio)
        elif self._fresh:
            self._paint_new(mapping, ratio)
        self._fresh = False
        assert self._image is not None
        painter.drawImage(QPointF(0, 0), self._image)
        if self._over is not None:
            painter.drawImage(QPointF(0, 0), self._over)

    def _on_view_changed(self) -> None:
        self._lines = None
        self.prepareGeometryChange()
        self.update()

    def _paint_all(self, mapping: Mapping, ratio: float) -> None:
        size = round(mapping.width * ratio), round(mapping.height * ratio)
        self._image = QImage(*size, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(QColor(self.background))
        self._state = (mapping, ratio)
        below = QPainter(self._image)
        for ground in self.grounds:
            ground.paint_ground(below, mapping, ratio)
        self._over, above = None, below
        if any(stroke.top for stroke in self._strokes):
            self._over = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
            self._over.setDevicePixelRatio(ratio)
            self._over.fill(0)
            above = QPainter(self._over)
        self._brush.paint(below, above, mapping, self._strokes)
        below.end()
        if above is not below:
            above.end()
        self.painted += 1
        self._rest.stop()

    def _paint_new(self, mapping: Mapping, ratio: float) -> None:
        news = self._brush.news(self._strokes)
        if news is None:
            self._paint_all(mapping, ratio)
        elif news:
            assert self._image is not None
            below = QPainter(self._image)
            above = QPainter(self._over) if self._over is not None else below
            self._brush.add(below, above, mapping, news)
            below.end()
            if above is not below:
                above.end()
            self.added += 1
            self._rest.start()


def _distance(lines: Floats, x: float, y: float) -> float:
    base, move = lines[:, :2], lines[:, 2:] - lines[:, :2]
    square = (move * move).sum(axis=1)
    offset = np.array([x, y]) - base
    along = np.clip((offset * move).sum(axis=1) / np.where(square > 0, square, 1.0), 0.0, 1.0)
    return float(np.sqrt(((offset - along[:, None] * move) ** 2).sum(axis=1).min()))
