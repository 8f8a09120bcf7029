"""The hand on a landscape: dragging turns it, the wheel brings it nearer."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsSceneWheelEvent

__all__ = ["Turntable"]

_STEP = 1.0015


class Turntable(pg.GraphicsObject):
    """An invisible sheet over a view box that takes drags and the wheel; clicks go through it.

    Signals
    -------
    turned : (float, float)
        Dragged by so many pixels, to the right and down.
    moved : (float, float)
        Dragged with another button, or with Shift.
    zoomed : (float, float, float)
        Nearer by a factor, at a place in pixels.
    """

    turned = Signal(float, float)
    moved = Signal(float, float)
    zoomed = Signal(float, float, float)

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self.setParentItem(box)
        self.setZValue(35)
        box.sigResized.connect(self.prepareGeometryChange)

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        """Nothing is to be seen."""

    def mouseDragEvent(self, event: pg.GraphicsScene.mouseEvents.MouseDragEvent) -> None:
        event.accept()
        step = event.scenePos() - (event.buttonDownScenePos() if event.isStart() else event.lastScenePos())
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        turn = event.button() == Qt.MouseButton.LeftButton and not shift
        (self.turned if turn else self.moved).emit(step.x(), step.y())

    def wheelEvent(self, event: QGraphicsSceneWheelEvent) -> None:
        event.accept()
        self.zoomed.emit(_STEP ** event.delta(), event.pos().x(), event.pos().y())
