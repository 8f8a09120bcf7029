"""The loss landscape in three dimensions."""

import multiprocessing

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from app.ui.plots.figure import figure_of
from app.ui.plots.plane_options import PlaneOptions
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK
from tests.ui.plots import mouse
from tests.ui.plots.racing import Racing, data_study, lane


@pytest.fixture(scope="module")
def iris():
    return Racing(data_study("iris", (lane("sgd", 0.05, batch_size=16), lane("adam", 0.01, batch_size=16))))


@pytest.fixture
def plot(shown, qtbot, iris):
    found = shown(TrajectoryPlot)
    found.surveying = True
    found.set_plane_options(PlaneOptions(fine=False))
    found.set_race(iris.view)
    found.set_view("relief")
    found.show_frame(iris.frame())
    yield found
    found.hide()
    assert multiprocessing.active_children() == []


def complete(qtbot, plot):
    layer = plot.scene_shown.layer
    qtbot.waitUntil(lambda: layer.survey.share == 1.0 and not layer.survey.busy, timeout=60_000)
    plot.settle()


def test_until_there_is_a_loss_it_says_so(plot, qtbot):
    assert plot.caption.notice == "The loss on this plane is not there yet."
    assert not plot.strokes.strokes
    complete(qtbot, plot)
    assert plot.caption.notice == ""
    assert plot.strokes.strokes
    assert plot.scene_shown.vista.painted
    assert not plot.axes["left"].isVisible()


def test_paths_lie_on_the_ground(plot, qtbot, iris):
    complete(qtbot, plot)
    vista, scene = plot.scene_shown.vista, plot.scene_shown
    at = scene.source.points(0, 0, iris.history.lanes[0].snapshot_length)
    x, y, _ = vista.drape.points(*at.T)
    head = next(mark for mark in plot.signs.marks if mark.lane == 0)
    np.testing.assert_allclose((head.x, head.y), (x[-1], y[-1]), atol=1e-12)


def test_a_place_on_the_picture_is_one_on_the_plane(plot, qtbot):
    complete(qtbot, plot)
    scene = plot.scene_shown
    head = next(mark for mark in plot.signs.marks if mark.kind == "ring")
    *_, width, height = plot.view()
    x, y = scene.place_at(QPointF(0.5 * (head.x + 1) * width, 0.5 * (1 - head.y) * height))
    (left, right), (bottom, top) = scene.extent(plot.frame)
    assert abs(x) < 0.03 * (right - left)
    assert abs(y) < 0.03 * (top - bottom)
    mouse.move(plot, mouse.place_of(plot, 0.0, 0.0))
    assert "training loss on the plane" in plot.readout.text()


def test_hover_and_click_find_a_lane(plot, qtbot, iris):
    complete(qtbot, plot)
    head = plot.signs.marks[-1]
    place = mouse.place_of(plot, head.x, head.y)
    mouse.move(plot, place)
    history = iris.history.lanes[head.lane]
    assert f"step {history.plan.steps}" in plot.readout.text()
    assert "off the plane" in plot.readout.text()
    with qtbot.waitSignal(plot.lane_clicked) as caught:
        mouse.click(plot, place)
    assert caught.args == [head.lane]


def test_keys_turn_it(plot, qtbot):
    complete(qtbot, plot)
    plot.setFocus()
    before = plot.scene_shown.vista.camera
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.camera.azimuth == before.azimuth + 5.0
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.camera.zoom > before.zoom
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.camera is None


def test_the_map_and_the_landscape_share_what_is_computed(plot, qtbot):
    complete(qtbot, plot)
    ground, plane = plot.scene_shown.layer.ground, plot.scene_shown.source.plane
    plot.set_view("plane")
    assert plot.scene_shown.layer.ground is ground
    assert plot.scene_shown.source.plane is plane
    assert plot.backdrop.image is not None
    assert plot.axes["bottom"].title.startswith("First main direction (")
    assert plot.axes["bottom"].isVisible()
    QTest.qWait(400)
    assert not plot.scene_shown.layer.survey.busy
    plot.set_view("relief")
    assert plot.scene_shown.layer.ground is ground
    assert plot.backdrop.image is None
    plot.settle()
    assert plot.strokes.strokes


def test_paths_alone_have_no_landscape(plot, qtbot):
    complete(qtbot, plot)
    plot.set_plane_options(PlaneOptions(directions="off"))
    assert plot.caption.notice == "Paths alone are chosen: there is no landscape."
    assert plot.scene_shown.vista is None
    plot.set_view("plane")
    assert plot.caption.notice == ""
    assert plot.strokes.strokes


def test_a_picture_of_it_in_another_theme(plot, qtbot):
    complete(qtbot, plot)
    with figure_of(plot, 500, 400, DARK) as copy:
        assert copy.scene_shown.layer.ground is plot.scene_shown.layer.ground
        assert copy.strokes.strokes
        middle = copy.grab().toImage().pixelColor(250, 180).name()
        assert middle not in (DARK.plot, plot.theme.plot)
