"""The ring at the start of a race, which can be dragged."""

from __future__ import annotations

from math import isfinite
from typing import Protocol

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from ..theme import LIGHT, Theme, font
from .pace import Pace

__all__ = ["Ground", "StartHandle"]

_RADIUS = 6.5
_CATCH = 12.0
_EVERY = 0.016  # seconds between two places that are told of while it is dragged
_BEHIND = 0.45  # opacity of a ring behind a hill


class Ground(Protocol):
    """What the ring lies on where that is not the view itself."""

    def seen_at(self, x: float, y: float) -> tuple[float, float, bool]:
        """Return where a point is in view coordinates, and whether it is hidden."""

    def place_at(self, point: QPointF) -> tuple[float, float] | None:
        """Return the point that is seen at a place in pixels."""


class StartHandle(pg.GraphicsObject):
    """A ring in the pixels of a view box.

    Signals
    -------
    dragged, dropped : (float, float)
        Coordinates of the ground.

    Attributes
    ----------
    ground : Ground or None
        By default what the view shows.
    """

    dragged = Signal(float, float)
    dropped = Signal(float, float)

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._theme = LIGHT
        self._at = (0.0, 0.0)
        self._near = False
        self.held = False  # by the mouse: then nothing else puts it somewhere
        self.label_left = False
        self.ground: Ground | None = None
        self.fixed = False  # only to be looked at
        self._pace = Pace(_EVERY, self._tell, self)
        self.setParentItem(box)
        self.setZValue(40)
        self.setVisible(False)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def at(self) -> tuple[float, float]:
        """Return the place on the ground."""
        return self._at

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def place(self, x: float, y: float) -> None:
        """Put the ring somewhere, unless the person holds it."""
        if not self.held:
            self._put(x, y)

    def set_ground(self, ground: Ground | None) -> None:
        """Lie on another ground, or move as the one at hand is seen from elsewhere."""
        self.ground = ground
        self._on_view_changed()

    def area(self) -> QRectF:
        """Return what ring and word cover, in the pixels of the box."""
        width = QFontMetricsF(font(8.5)).horizontalAdvance("start")
        ring = QRectF(-_CATCH, -_CATCH, 2 * _CATCH, 2 * _CATCH)
        left, right = (width, 0.0) if self.label_left else (0.0, width)
        return ring.adjusted(-left, 0.0, right, 0.0).translated(self.pos())

    def boundingRect(self) -> QRectF:
        return QRectF(-_CATCH - 44, -_CATCH - 4, 2 * _CATCH + 88, 2 * _CATCH + 8)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addEllipse(QPointF(0, 0), _CATCH, _CATCH)
        return path

    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = _RADIUS + (1.5 if self._near else 0.0)
        for colour, width in ((self._theme.plot, 5.0), (self._theme.text, 2.0)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(QPointF(0, 0), radius, radius)
        painter.setFont(font(8.5))
        metrics = QFontMetricsF(painter.font())
        width = metrics.horizontalAdvance("start")
        room = self._box.rect().width()
        right = self.pos().x() < _CATCH + width if self.label_left else self.pos().x() + _CATCH + width < room
        at = QPointF(_CATCH if right else -_CATCH - width, 0.36 * metrics.ascent())
        painter.setPen(QColor(self._theme.plot))
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
            painter.drawText(at + QPointF(dx, dy), "start")
        painter.setPen(QColor(self._theme.text))
        painter.drawText(at, "start")

    def hoverEvent(self, event: pg.GraphicsScene.mouseEvents.HoverEvent) -> None:
        near = not self.fixed and not event.isExit() and event.acceptDrags(Qt.MouseButton.LeftButton)
        if near != self._near:
            self._near = near
            self.setCursor(Qt.CursorShape.OpenHandCursor if near else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseDragEvent(self, event: pg.GraphicsScene.mouseEvents.MouseDragEvent) -> None:
        if self.fixed or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.held = not event.isFinish()
        if self.ground is None:
            point = self._box.mapSceneToView(event.scenePos())
            self._put(point.x(), point.y())
        elif (place := self.ground.place_at(self._box.mapFromScene(event.scenePos()))) is not None:
            self._put(*place)  # beside the ground it stays at the edge where it was
        if event.isFinish():
            self.dropped.emit(*self._at)
        else:
            self._tell()

    def _tell(self) -> None:
        if self.held and self._pace.may():
            self.dragged.emit(*self._at)

    def _put(self, x: float, y: float) -> None:
        self._at = (x, y)
        self._on_view_changed()

    def _on_view_changed(self) -> None:
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        across, up, hidden = (*self._at, False) if self.ground is None else self.ground.seen_at(*self._at)
        self.setOpacity(_BEHIND if hidden else 1.0)
        x = (across - left) / (right - left) * rect.width()
        y = rect.height() - (up - bottom) / (top - bottom) * rect.height()
        x, y = (value if isfinite(value) else -1e6 for value in (x, y))
        self.setPos(min(max(x, -1e6), 1e6), min(max(y, -1e6), 1e6))
        self.update()
