"""The picture below the paths, scaled once for a view and then only copied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from .sharp import draw_sharp
from .stroke import Mapping

__all__ = ["Backdrop"]

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]

_LEAST = 0.01


class Backdrop:
    """An image over a part of a view, and thin lines on it; the ground of strokes."""

    def __init__(self) -> None:
        self.image: QImage | None = None
        self.lines: tuple[Floats, ...] = ()
        self._ready: tuple[tuple[Mapping, float], QImage] | None = None
        self._x: Range = (0.0, 1.0)
        self._y: Range = (0.0, 1.0)
        self._pen = QPen()

    def set_image(
        self,
        image: QImage | None,
        x: Range = (0.0, 1.0),
        y: Range = (0.0, 1.0),
        lines: tuple[Floats, ...] = (),
        colour: str = "#000000",
        width: float = 1.0,
    ) -> None:
        """Take another picture, or none.

        Parameters
        ----------
        image : QImage, optional
        x, y : (float, float)
            The part of the view that it covers.
        lines : tuple of ndarray, shape (n, 2)
            In coordinates of the view.
        colour : str
        width : float
        """
        self.image, self._x, self._y, self.lines = image, x, y, lines
        self._pen = QPen(QColor(colour), width)
        self._ready = None

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels; ``ratio`` is 0 for a file of vectors."""
        if self.image is None:
            return
        if not ratio:
            self._draw(painter, mapping)
            return
        if self._ready is None or self._ready[0] != (mapping, ratio):
            size = max(round(mapping.width * ratio), 1), max(round(mapping.height * ratio), 1)
            ready = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
            ready.setDevicePixelRatio(ratio)
            ready.fill(0)
            own = QPainter(ready)
            self._draw(own, mapping)
            own.end()
            self._ready = ((mapping, ratio), ready)
        draw_sharp(painter, QPointF(0, 0), self._ready[1])

    def _draw(self, painter: QPainter, mapping: Mapping) -> None:
        assert self.image is not None
        x, y = np.array(self._x), np.array(self._y)
        (left, bottom), (right, top) = mapping.points(x, y)
        target = QRectF(left, top, right - left, bottom - top)
        rect = QRectF(0, 0, mapping.width, mapping.height)
        shown = target.intersected(rect)
        if not (target.width() > _LEAST and target.height() > _LEAST) or shown.isEmpty():
            # Qt ends the program where it is to squeeze an image into much less than a pixel.
            return
        across, up = self.image.width() / target.width(), self.image.height() / target.height()
        source = QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * up,
            shown.width() * across,
            shown.height() * up,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(shown, self.image, source)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(rect)
        path = QPainterPath()
        for line in self.lines:
            points = mapping.points(line[:, 0], line[:, 1])
            path.addPath(pg.arrayToQPath(points[:, 0], points[:, 1]))
        painter.drawPath(path)
        painter.restore()
