"""The ring at the start of a race, which can be dragged."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from ..theme import LIGHT, Theme, font
from .pace import Pace

__all__ = ["StartHandle"]

_RADIUS = 6.5
_CATCH = 12.0
_EVERY = 0.016  # seconds between two places that are told of while it is dragged


class StartHandle(pg.GraphicsObject):
    """A ring in the pixels of a view box.

    Signals
    -------
    dragged, dropped : (float, float)
        View coordinates.
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
        self._pace = Pace(_EVERY, self._tell, self)
        self.setParentItem(box)
        self.setZValue(40)
        self.setVisible(False)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def at(self) -> tuple[float, float]:
        """Return the place in view coordinates."""
        return self._at

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def place(self, x: float, y: float) -> None:
        """Put the ring somewhere, unless the person holds it."""
        if not self.held:
            self._put(x, y)

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
        near = not event.isExit() and event.acceptDrags(Qt.MouseButton.LeftButton)
        if near != self._near:
            self._near = near
            self.setCursor(Qt.CursorShape.OpenHandCursor if near else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseDragEvent(self, event: pg.GraphicsScene.mouseEvents.MouseDragEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        point = self._box.mapSceneToView(event.scenePos())
        self.held = not event.isFinish()
        self._put(point.x(), point.y())
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
        x = (self._at[0] - left) / (right - left) * rect.width()
        y = rect.height() - (self._at[1] - bottom) / (top - bottom) * rect.height()
        self.setPos(min(max(x, -1e6), 1e6), min(max(y, -1e6), 1e6))
        self.update()
