"""A picture in pixels that fills a view box."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

__all__ = ["Painted"]


class Painted(pg.GraphicsObject):
    """An item that a plot paints itself.

    Parameters
    ----------
    box : ViewBox
    paint : callable
        Gets the painter and the box' rectangle.
    """

    def __init__(self, box: pg.ViewBox, paint: Callable[[QPainter, QRectF], None]) -> None:
        super().__init__()
        self._box, self._paint = box, paint
        self.setParentItem(box)
        box.sigResized.connect(self._on_resized)

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self._box.rect())

    def _on_resized(self) -> None:
        self.prepareGeometryChange()
        self.update()
