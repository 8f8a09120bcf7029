"""The picture behind the paths, painted once at the resolution of the screen and then only copied."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen

__all__ = ["Backdrop"]

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]


class Backdrop(pg.GraphicsObject):
    """An image over a part of a view, and thin lines on it."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._image: QImage | None = None
        self._ready: tuple[tuple[float, ...], QImage] | None = None
        self._x: Range = (0.0, 1.0)
        self._y: Range = (0.0, 1.0)
        self._lines: tuple[Floats, ...] = ()
        self._pen = QPen()
        self.setParentItem(box)
        self.setZValue(-50)
        box.sigRangeChanged.connect(self._on_view_changed)
        box.sigResized.connect(self._on_view_changed)

    @property
    def image(self) -> QImage | None:
        """Return the picture as it was given."""
        return self._image

    def set_image(
        self,
        image: QImage | None,
        x: Range = (0.0, 1.0),
        y: Range = (0.0, 1.0),
        lines: tuple[Floats, ...] = (),
        colour: str = "#000000",
        width: float = 1.0,
    ) -> None:
        """Show another picture, or none.

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
        self._image, self._x, self._y, self._lines = image, x, y, lines
        self._pen = QPen(QColor(colour), width)
        self._ready = None
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        if self._image is None:
            return
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            self._draw(painter)
            return
        across, up = self._box.viewRange()
        ratio = painter.device().devicePixelRatioF()
        rect = self._box.rect()
        key = (rect.width(), rect.height(), ratio, *self._x, *self._y, *across, *up)
        if self._ready is None or self._ready[0] != key:
            ready = QImage(
                max(round(rect.width() * ratio), 1),
                max(round(rect.height() * ratio), 1),
                QImage.Format.Format_RGB32,
            )
            ready.setDevicePixelRatio(ratio)
            ready.fill(self._box.scene().views()[0].backgroundBrush().color())
            own = QPainter(ready)
            self._draw(own)
            own.end()
            self._ready = (key, ready)
        painter.drawImage(QPointF(0, 0), self._ready[1])

    def _draw(self, painter: QPainter) -> None:
        assert self._image is not None
        rect = self._box.rect()
        (left, right), (bottom, top) = self._box.viewRange()
        across, up = rect.width() / (right - left), rect.height() / (top - bottom)
        target = QRectF(
            (self._x[0] - left) * across,
            (top - self._y[1]) * up,
            (self._x[1] - self._x[0]) * across,
            (self._y[1] - self._y[0]) * up,
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target.intersected(rect), self._image, self._source(target, rect))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setClipRect(rect)
        path = QPainterPath()
        for line in self._lines:
            points = np.column_stack([(line[:, 0] - left) * across, (top - line[:, 1]) * up])
            path.addPath(pg.arrayToQPath(points[:, 0], points[:, 1]))
        painter.drawPath(path)
        painter.restore()

    def _source(self, target: QRectF, rect: QRectF) -> QRectF:
        """Return the part of the image that falls into the plot."""
        assert self._image is not None
        shown = target.intersected(rect)
        across, up = self._image.width() / target.width(), self._image.height() / target.height()
        return QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * up,
            shown.width() * across,
            shown.height() * up,
        )

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()
        self.update()
