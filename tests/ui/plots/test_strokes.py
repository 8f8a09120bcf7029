"""What is kept and added equals a fresh painting: of one curve at once, of what crosses when it rests."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.stroke import Stroke
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import afresh, painted, pixels_of
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


def grow(plot, racing, frames=30, **how):
    """Show a race frame by frame, each painted."""
    for number in range(1, frames + 1):
        racing.advance(number * racing.race.ticks // frames)
        plot.show_frame(racing.frame(theme=plot.theme, **how))
        plot.grab()


def still(plot):
    """Look at a part of the curves that does not move."""
    plot.following = False
    plot.set_view_range((-5.0, 205.0), (-1.5, 1.6))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_growing_curve_is_painted_as_if_at_once(shown, theme):
    racing = Racing(surface_study((lane("adam", 0.05),)), until=0)
    plot = shown(CurvePlot, racing, theme=theme)
    still(plot)
    grow(plot, racing)
    assert plot.strokes.added > 25
    kept = painted(plot)
    np.testing.assert_array_equal(kept, afresh(plot))


def test_curves_that_do_not_cross_are_painted_as_if_at_once(shown):
    racing = Racing(surface_study((lane("gradient_descent", 1e-4), lane("momentum", 5e-4))), until=0)
    plot = shown(CurvePlot, racing)
    plot.following = False
    plot.set_view_range((100.0, 205.0), (-1.5, 1.6))
    grow(plot, racing)
    assert plot.strokes.added > 10
    kept = painted(plot)
    np.testing.assert_array_equal(kept, afresh(plot))


@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_what_differs_while_it_grows_is_little(shown, kind):
    racing = Racing(surface_study(), until=0)
    plot = shown(kind, racing)
    if kind is CurvePlot:
        still(plot)
    grow(plot, racing)
    assert plot.strokes.added > 20
    kept, fresh = painted(plot), afresh(plot)
    differing = (kept != fresh).any(axis=-1)
    ink = (fresh != fresh[5, 200]).any(axis=-1)
    assert differing.sum() < 0.02 * ink.sum()


@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_at_rest_everything_is_as_if_painted_at_once(shown, qtbot, kind):
    racing = Racing(surface_study(), until=0)
    plot = shown(kind, racing)
    if kind is CurvePlot:
        still(plot)
    grow(plot, racing)
    before = plot.strokes.painted
    qtbot.waitUntil(lambda: plot.strokes.painted > before)
    kept = painted(plot)
    np.testing.assert_array_equal(kept, afresh(plot))


def test_a_picture_at_rest_is_not_painted_again(shown, qtbot):
    racing = Racing(surface_study(), until=0)
    plot = shown(CurvePlot, racing)
    still(plot)
    grow(plot, racing, 10)
    before = plot.strokes.painted
    qtbot.waitUntil(lambda: plot.strokes.painted > before)
    painted(plot)
    assert plot.strokes.painted == before + 1
    assert not plot.strokes._rest.isActive()


@pytest.mark.parametrize(
    "change",
    [
        lambda plot, racing: plot.show_frame(racing.frame(100)),
        lambda plot, racing: plot.show_frame(racing.frame(highlighted=1)),
        lambda plot, racing: plot.show_frame(racing.frame(solo=0)),
        lambda plot, racing: plot.resize(500, 333),
        lambda plot, racing: plot.apply_theme(DARK),
        lambda plot, racing: plot.set_grid(not plot.grid.shown),
        lambda plot, racing: plot.box.scaleBy((0.5, 0.5)),
        lambda plot, racing: plot.set_race(None),
    ],
    ids=["back", "highlight", "solo", "size", "theme", "grid", "zoom", "nothing"],
)
@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_what_is_kept_is_thrown_away_when_it_is_no_longer_right(shown, kind, change):
    racing = Racing(surface_study(), until=0)
    plot = shown(kind, racing)
    grow(plot, racing)
    before = painted(plot)
    change(plot, racing)
    kept = painted(plot)
    assert kept.shape != before.shape or (kept != before).any()
    np.testing.assert_array_equal(kept, afresh(plot))


def test_another_run_is_another_raw_curve(shown):
    racing = Racing(surface_study(LANES[:1], noise=30.0, seeds=(0, 1)))
    plot = shown(CurvePlot, racing, set_smoothing=0.9)
    plot.grab()
    for run in (1, 0):
        plot.show_frame(racing.frame(run=run))
        kept = painted(plot)
        np.testing.assert_array_equal(kept, afresh(plot))


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_on_a_finer_screen_it_is_as_large_and_finer(shown, ratio):
    plot = shown(CurvePlot, Racing(surface_study(LANES[:1])), set_legend=False)
    rect = plot.box.rect()
    image = QImage(round(rect.width() * ratio), round(rect.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    plot.strokes.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    blue = pixels_of(image)
    ink = (blue[..., 2] - blue[..., 0] > 100).sum()
    assert 0.7 * ratio**2 < ink / _ink(plot) < 1.35 * ratio**2


def _ink(plot):
    rect = plot.box.rect()
    image = QImage(round(rect.width()), round(rect.height()), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    plot.strokes.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    blue = pixels_of(image)
    return (blue[..., 2] - blue[..., 0] > 100).sum()


def test_the_lane_nearest_to_the_mouse_answers(shown):
    plot = shown(CurvePlot, Racing(surface_study()))
    width, height = plot.box.rect().width(), plot.box.rect().height()
    (left, right), (bottom, top) = plot.box.viewRange()
    x = np.array([left, right])
    levels = [bottom + share * (top - bottom) for share in (0.25, 0.75)]
    plot.strokes.set_strokes(
        [Stroke(x, np.full(2, level), "#ff0000", lane=lane) for lane, level in enumerate(levels)]
        + [Stroke(x, np.full(2, 0.5 * (bottom + top)), "#ff0000")]
    )
    assert plot.strokes.lane_at(QPointF(0.5 * width, 0.75 * height + 5)) == 0
    assert plot.strokes.lane_at(QPointF(0.5 * width, 0.25 * height - 5)) == 1
    assert plot.strokes.lane_at(QPointF(0.5 * width, 0.25 * height - 9)) == -1
    assert plot.strokes.lane_at(QPointF(0.5 * width, 0.5 * height)) == -1


def test_a_line_broken_by_nan_is_not_there_between(shown):
    plot = shown(CurvePlot, Racing(surface_study()))
    (left, right), (bottom, top) = plot.box.viewRange()
    middle, width, height = 0.5 * (bottom + top), plot.box.rect().width(), plot.box.rect().height()
    x = np.linspace(left, right, 5)
    y = np.array([middle, middle, np.nan, middle, middle])
    plot.strokes.set_strokes([Stroke(x, y, "#ff0000", lane=0)])
    assert plot.strokes.lane_at(QPointF(0.1 * width, 0.5 * height)) == 0
    assert plot.strokes.lane_at(QPointF(0.5 * width, 0.5 * height)) == -1
