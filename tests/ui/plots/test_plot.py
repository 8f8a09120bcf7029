"""What every plot does: zoom, pan, fit, follow, change its race, its size and its theme, and copy itself."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import afresh, count_of, painted
from tests.ui.plots.racing import LANES, Racing, surface_study

pytestmark = pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])


def middle(plot):
    return plot.box.mapToScene(plot.box.rect().center()).toPoint()


def span(plot):
    return np.diff(np.array(plot.box.viewRange()), axis=1).ravel()


def test_the_wheel_zooms_in_around_the_mouse(shown, qtbot, on_surface, kind):
    plot = shown(kind, on_surface)
    place, before = middle(plot) + QPoint(60, 40), span(plot)
    fixed = plot.box.mapSceneToView(place)
    with qtbot.waitSignal(plot.following_changed) as caught:
        mouse.wheel(plot, place)
    assert caught.args == [False]
    assert (span(plot) < before).all()
    after = plot.box.mapSceneToView(place)
    assert after.x() == pytest.approx(fixed.x(), abs=0.01 * before[0])
    assert after.y() == pytest.approx(fixed.y(), abs=0.01 * before[1])


def test_a_drag_pans_by_as_much(shown, on_surface, kind):
    plot = shown(kind, on_surface)
    place = middle(plot) + QPoint(70, 90)
    held = plot.box.mapSceneToView(place)
    mouse.drag(plot, place, place + QPoint(-50, 30), rounds=25)
    now = plot.box.mapSceneToView(place + QPoint(-50, 30))
    width, height = span(plot)
    assert now.x() == pytest.approx(held.x(), abs=0.012 * width)
    assert now.y() == pytest.approx(held.y(), abs=0.012 * height)
    assert not plot.following


@pytest.mark.parametrize("how", ["double click", "key"])
def test_back_to_everything(shown, qtbot, on_surface, kind, how):
    plot = shown(kind, on_surface)
    place, home = middle(plot), np.array(plot.box.viewRange())
    for _ in range(4):
        mouse.wheel(plot, place)
    with qtbot.waitSignal(plot.following_changed) as caught:
        if how == "key":
            QTest.keyClick(plot, Qt.Key.Key_A)
        else:
            mouse.double_click(plot, place)
    assert caught.args == [True]
    np.testing.assert_allclose(np.array(plot.box.viewRange()), home)


def test_other_keys_are_left_to_the_window(shown, on_surface, kind):
    plot = shown(kind, on_surface)
    mouse.wheel(plot, middle(plot))
    for key, modifier in ((Qt.Key.Key_B, Qt.NoModifier), (Qt.Key.Key_A, Qt.ControlModifier)):
        QTest.keyClick(plot, key, modifier)
    assert not plot.following


def test_who_has_zoomed_in_stays_there_while_the_race_goes_on(shown, kind):
    racing = Racing(surface_study(), until=50)
    plot = shown(kind, racing)
    mouse.wheel(plot, middle(plot))
    before = plot.box.viewRange()
    racing.advance(150)
    plot.show_frame(racing.frame())
    assert plot.box.viewRange() == before


def test_another_race_is_seen_as_a_whole(shown, on_surface, kind):
    plot = shown(kind, on_surface)
    for _ in range(6):
        mouse.wheel(plot, middle(plot))
    other = Racing(surface_study(LANES[:2], surface="himmelblau", steps=500))
    plot.set_race(other.view)
    plot.show_frame(other.frame())
    assert plot.following
    (left, right), _ = plot.box.viewRange()
    assert left <= (0 if kind is CurvePlot else -5)
    assert right >= (500 if kind is CurvePlot else 5)
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0, 1}


def test_a_frame_of_another_race_is_not_shown(shown, on_surface, kind):
    plot = shown(kind, on_surface)
    before = plot.frame
    plot.show_frame(Racing(surface_study(steps=20)).frame())
    assert plot.frame is before


@pytest.mark.parametrize("delta", [120, -120], ids=["in", "out"])
def test_nobody_can_zoom_too_far(shown, on_surface, kind, delta):
    plot = shown(kind, on_surface)
    place = middle(plot) + QPoint(60, 40)
    for number in range(400):
        mouse.wheel(plot, place, delta)
        if number % 20 == 0:
            painted(plot)
    if delta < 0:
        for _ in range(250):
            plot.box.scaleBy((30.0, 30.0))
            painted(plot)
    assert np.isfinite(plot.box.viewRange()).all()
    assert np.isfinite(span(plot)).all()
    assert (span(plot) > 0).all()
    plot.auto_range()
    assert count_of(painted(plot), LIGHT.lanes[2], 3) > 20


@pytest.mark.parametrize("size", [(160, 120), (500, 400), (1000, 700), (200, 900)])
def test_any_size(shown, on_surface, kind, size):
    plot = shown(kind, on_surface)
    plot.resize(*size)
    pixels = painted(plot)
    assert pixels.shape[:2] == size[::-1]
    assert count_of(pixels, LIGHT.lanes[0], 3) > 5


def test_a_hidden_plot_draws_nothing_and_catches_up(shown, kind):
    racing = Racing(surface_study(), until=50)
    plot = shown(kind, racing)
    before = plot.strokes.strokes
    plot.hide()
    racing.advance(200)
    plot.show_frame(racing.frame())
    assert plot.strokes.strokes is before
    plot.show()
    assert plot.strokes.strokes is not before


def test_a_copy_shows_the_same(shown, qtbot, on_surface, kind):
    plot = shown(kind, on_surface, frame=on_surface.frame(120, highlighted=1))
    for _ in range(3):
        mouse.wheel(plot, middle(plot))
    copy = plot.clone()
    qtbot.addWidget(copy)
    copy.resize(plot.size())
    copy.show()
    copy.grab()
    QApplication.processEvents()
    plot.settle()
    copy.settle()
    assert copy.box.viewRange() == plot.box.viewRange()
    mouse.move(plot, QPoint(1, 1))
    painted(copy)
    np.testing.assert_array_equal(painted(copy), painted(plot))


def test_a_copy_in_another_theme_has_its_colours(shown, qtbot, on_surface, kind):
    copy = shown(kind, on_surface).clone(DARK)
    qtbot.addWidget(copy)
    copy.resize(640, 480)
    copy.show()
    pixels = painted(copy)
    assert count_of(pixels, DARK.plot) > 1000
    assert all(count_of(pixels, DARK.lanes[lane], 3) > 20 for lane in range(3))
    assert count_of(pixels, LIGHT.lanes[1], 3) == 0


def test_without_a_race_it_does_nothing_and_says_so(shown, kind):
    plot = shown(kind)
    place, before = middle(plot), plot.box.viewRange()
    mouse.wheel(plot, place)
    mouse.drag(plot, place, place + QPoint(40, 40), rounds=2)
    mouse.click(plot, place)
    mouse.double_click(plot, place)
    assert plot.box.viewRange() == before
    assert plot.caption.notice
    assert plot.describe()


def test_when_the_view_rests_all_is_painted_as_if_it_had_never_moved(shown, qtbot, on_surface, kind):
    plot = shown(kind, on_surface)
    for _ in range(4):
        mouse.wheel(plot, middle(plot))
    assert plot.moving
    qtbot.waitUntil(lambda: not plot.moving, timeout=5000)
    plot.settle()
    kept = painted(plot)
    np.testing.assert_array_equal(kept, afresh(plot))
