"""The names of arrows stand beyond their tips, whichever way these point."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from app.study.inside import Inside
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import font


def written_by(plot, monkeypatch, at, gradient):
    """Return where the name of the gradient's arrow is written, and the tip of the arrow."""
    at, gradient = np.array(at), np.array(gradient)
    plot.cartoon.show_update(Inside(0, 0, 1, at, at, gradient, {}, (), False, ()))
    written, tips = [], []
    monkeypatch.setattr(QPainter, "drawText", lambda painter, place, text: written.append((place, text)))
    monkeypatch.setattr(QPainter, "drawPolygon", lambda painter, polygon: tips.append(polygon.at(0)))
    image = QImage(plot.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    plot.cartoon.paint(painter)
    painter.end()
    place, text = written[-1]
    metrics = QFontMetricsF(font(9.0, bold=True))
    width, height = metrics.horizontalAdvance(text), metrics.ascent()
    return QRectF(place.x(), place.y() - height, width, height), tips[-1]


@pytest.mark.parametrize("way", [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (-0.7, 0.7)])
def test_a_name_does_not_stand_over_its_arrow(shown, on_surface, monkeypatch, way):
    plot = shown(TrajectoryPlot, on_surface)
    (left, right), (bottom, top) = plot.box.viewRange()
    gradient = -np.array(way) * (right - left, top - bottom)
    area, tip = written_by(plot, monkeypatch, [(left + right) / 2, (bottom + top) / 2], gradient)
    middle = plot.box.rect().center()
    arrow = np.array([tip.x() - middle.x(), tip.y() - middle.y()])
    length = np.hypot(*arrow)
    assert length == pytest.approx(90.0, abs=1.0)
    corners = np.array([[x, y] for x in (area.left(), area.right()) for y in (area.top(), area.bottom())])
    along = (corners - (middle.x(), middle.y())) @ arrow / length
    assert along.min() >= length


def test_at_the_border_it_stands_beside_the_tip(shown, on_surface, monkeypatch):
    plot = shown(TrajectoryPlot, on_surface)
    (left, right), (bottom, top) = plot.box.viewRange()
    across = (right - left) / plot.box.rect().width()
    at = [left + 95.0 * across, (bottom + top) / 2]
    area, tip = written_by(plot, monkeypatch, at, [1.0, 0.0])
    assert tip.x() < 10.0
    assert plot.box.rect().contains(area)
    assert not area.contains(tip)
