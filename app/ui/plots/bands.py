"""Soft areas between a lower and an upper curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

__all__ = ["Band", "Bands"]

Floats = npt.NDArray[np.float64]

_ALPHA = 0.17


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The area between two curves, in view coordinates.

    Parameters
    ----------
    low, high : (x, y)
    colour : str
    """

    low: tuple[Floats, Floats]
    high: tuple[Floats, Floats]
    colour: str


class Bands(pg.GraphicsObject):
    """All bands of a plot as one item, painted in pixels."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self.bands: list[Band] = []
        self.setParentItem(box)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    def set_bands(self, bands: list[Band]) -> None:
        """Draw other bands."""
        if bands or self.bands:
            self.bands = bands
            self.update()

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for band in self.bands:
            x = np.concatenate([band.low[0], band.high[0][::-1]])
            y = np.concatenate([band.low[1], band.high[1][::-1]])
            shown = np.isfinite(x) & np.isfinite(y)
            if shown.sum() < 3:
                continue
            across = (x[shown] - left) * (rect.width() / (right - left))
            down = rect.height() - (y[shown] - bottom) * (rect.height() / (top - bottom))
            colour = QColor(band.colour)
            colour.setAlphaF(_ALPHA)
            painter.setBrush(colour)
            across = np.clip(across, 0.0, rect.width())
            painter.drawPolygon(pg.functions.arrayToQPolygonF(across, np.clip(down, 0.0, rect.height())))

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()
