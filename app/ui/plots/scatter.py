"""Many points of a few colours as one item."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

__all__ = ["Group", "Scatter"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Points that look alike.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        View coordinates.
    colour, inner : str
        Of the rim and of the inside.
    size : float
        Diameter in logical pixels.
    rim : float
        Width of the rim.
    """

    points: Floats
    colour: str
    inner: str
    size: float = 6.0
    rim: float = 1.0


class Scatter(pg.GraphicsObject):
    """Groups of points in the pixels of a view box."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._groups: tuple[Group, ...] = ()
        self.setParentItem(box)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    def set_groups(self, groups: tuple[Group, ...]) -> None:
        """Draw other points."""
        if groups or self._groups:
            self._groups = groups
            self.update()

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group in self._groups:
            x = (group.points[:, 0] - left) * (rect.width() / (right - left))
            y = rect.height() - (group.points[:, 1] - bottom) * (rect.height() / (top - bottom))
            inside = (x >= 0) & (x <= rect.width()) & (y >= 0) & (y <= rect.height())
            if not inside.any():
                continue
            polygon = pg.functions.arrayToQPolygonF(x[inside], y[inside])
            for colour, size in ((group.colour, group.size), (group.inner, group.size - 2 * group.rim)):
                pen = QPen(QColor(colour), size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPoints(polygon)

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()
