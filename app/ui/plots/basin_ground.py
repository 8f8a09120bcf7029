"""The image of a map, with every start as a sharp rectangle."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from .stroke import Mapping

__all__ = ["BasinGround"]

Range = tuple[float, float]
_LEAST = 0.01


class BasinGround:
    """A ground of strokes; it is not smoothed, as a border between basins is where it is."""

    def __init__(self) -> None:
        self.image: QImage | None = None
        self._x: Range = (0.0, 1.0)
        self._y: Range = (0.0, 1.0)

    def set_image(self, image: QImage | None, x: Range = (0.0, 1.0), y: Range = (0.0, 1.0)) -> None:
        """Take another image over a part of the view, or none."""
        self.image, self._x, self._y = image, x, y

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels."""
        if self.image is None:
            return
        (left, bottom), (right, top) = mapping.points(np.array(self._x), np.array(self._y))
        target = QRectF(left, top, right - left, bottom - top)
        shown = target.intersected(QRectF(0, 0, mapping.width, mapping.height))
        if not (target.width() > _LEAST and target.height() > _LEAST) or shown.isEmpty():
            return
        across, up = self.image.width() / target.width(), self.image.height() / target.height()
        source = QRectF(
            (shown.left() - target.left()) * across, (shown.top() - target.top()) * up,
            shown.width() * across, shown.height() * up,
        )  # fmt: skip
        painter.save()
        # Where several pixels of the image fall on one of the screen, none of them may be left out.
        smooth = across > 1.0 or up > 1.0
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(shown, self.image, source)
        painter.restore()
