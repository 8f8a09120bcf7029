"""An image that was made for a device keeps its pixels there."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.plots.sharp import draw_sharp
from tests.ui.plots.pixels import pixels_of


@pytest.mark.parametrize("ratio", [1.0, 1.44, 2.0])
def test_no_pixel_is_mixed_with_its_neighbours(ratio):
    rng = np.random.default_rng(0)
    small = QImage(20, 20, QImage.Format.Format_RGB32)
    for x in range(20):
        for y in range(20):
            small.setPixelColor(x, y, QColor("#ffffff" if rng.random() < 0.5 else "#000000"))
    small.setDevicePixelRatio(ratio)
    canvas = QImage(90, 90, QImage.Format.Format_RGB32)
    canvas.fill(QColor("#ff0000"))
    canvas.setDevicePixelRatio(ratio)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(3.3, 5.7)
    draw_sharp(painter, QPointF(7.1, 2.2), small)
    painter.end()
    left, top = round((3.3 + 7.1) * ratio), round((5.7 + 2.2) * ratio)
    found = pixels_of(canvas)[top : top + 20, left : left + 20]
    small.setDevicePixelRatio(1.0)
    np.testing.assert_array_equal(found, pixels_of(small))
