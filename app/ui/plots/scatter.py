"""Many points of a few colours, as a ground of strokes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from .stroke import Mapping

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


class Scatter:
    """Groups of points."""

    def __init__(self) -> None:
        self.groups: tuple[Group, ...] = ()

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for group in self.groups:
            points = mapping.inside(mapping.points(group.points[:, 0], group.points[:, 1]))
            if not len(points):
                continue
            polygon = pg.functions.arrayToQPolygonF(points[:, 0], points[:, 1])
            for colour, size in ((group.colour, group.size), (group.inner, group.size - 2 * group.rim)):
                painter.setPen(QPen(QColor(colour), size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                painter.drawPoints(polygon)
