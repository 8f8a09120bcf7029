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
_BEYOND = 1e160


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
            colour = QColor(band.colour)
            colour.setAlphaF(_ALPHA)
            painter.setBrush(colour)
            for x, low, high in _parts(band):
                across = np.concatenate([x, x[::-1]]) - left
                across = np.clip(across * (rect.width() / (right - left)), 0.0, rect.width())
                up = np.concatenate([low, high[::-1]]) - bottom
                down = np.clip(rect.height() - up * (rect.height() / (top - bottom)), 0.0, rect.height())
                painter.drawPolygon(pg.functions.arrayToQPolygonF(across, down))

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()


def _parts(band: Band) -> list[tuple[Floats, Floats, Floats]]:
    """Return places, lower and upper edges of the unbroken parts of a band.

    Where only one edge has a value, the other lies beyond the picture: some of the runs have diverged, or
    have reached 0 on a logarithmic axis.
    """
    edges = []
    for x, y in (band.low, band.high):
        known = np.isfinite(x)
        edges.append((x[known], np.where(np.isfinite(y[known]), y[known], np.nan)))
    (x_low, low), (x_high, high) = edges
    if not len(x_low) or not len(x_high):
        return []
    x = np.union1d(x_low, x_high)
    low, high = np.interp(x, x_low, low), np.interp(x, x_high, high)
    shown = ~(np.isnan(low) & np.isnan(high))
    low, high = np.where(np.isnan(low), -_BEYOND, low), np.where(np.isnan(high), _BEYOND, high)
    breaks = np.flatnonzero(np.diff(shown)) + 1
    pieces = zip(*(np.split(part, breaks) for part in (x, low, high, shown)), strict=True)
    return [(x, low, high) for x, low, high, seen in pieces if seen[0] and len(x) > 1]
