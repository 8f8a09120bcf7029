"""The names of arrows stand beyond their tips, whichever way these point."""

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from app.study.inside import Inside
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import font


@pytest.mark.parametrize("way", [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (-0.7, 0.7)])
def test_a_name_does_not_stand_over_its_arrow(shown, on_surface, monkeypatch, way):
    plot = shown(TrajectoryPlot, on_surface)
    (left, right), (bottom, top) = plot.box.viewRange()
    middle = np.array([(left + right) / 2, (bottom + top) / 2])
    gradient = -np.array(way) * (right - left, top - bottom)
    plot.cartoon.show_update(Inside(0, 0, 1, middle, middle, gradient, {}, (), False, ()))
    written = []
    monkeypatch.setattr(QPainter, "drawText", lambda painter, place, text: written.append((place, text)))
    image = QImage(plot.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    plot.cartoon.paint(painter)
    painter.end()
    place, text = written[-1]
    metrics = QFontMetricsF(font(9.0, bold=True))
    start = plot.box.mapFromView(plot.box.viewRect().center())
    centre = np.array([place.x() + metrics.horizontalAdvance(text) / 2, place.y() - metrics.ascent() / 2])
    along = centre - (start.x(), start.y())
    rect = plot.box.rect()
    direction = np.array([way[0] * rect.width(), -way[1] * rect.height()])
    direction /= np.hypot(*direction)
    half = abs(direction[0]) * metrics.horizontalAdvance(text) / 2 + abs(direction[1]) * metrics.ascent() / 2
    assert along @ direction - half >= 90.0  # the arrow's length
    assert abs(along @ np.array([direction[1], -direction[0]])) < 8.0
