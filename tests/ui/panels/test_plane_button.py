"""The loss landscape, driven as a person would: menu, buttons and keys, with a process that computes."""

import multiprocessing
from dataclasses import replace
from time import monotonic

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.study.spec import DataSpec, Study
from app.ui.help_page import page
from app.ui.panels.trajectory_panel import TrajectoryPanel
from app.ui.picture import save_pdf, save_png, save_svg
from app.ui.plots.figure import figure_of
from app.ui.plots.plane_options import PlaneOptions
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.racing import Racing, data_study, lane, surface_study

# A menu that pops up where there is no screen.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LANES = (lane("sgd", 0.05, batch_size=16), lane("adam", 0.01, batch_size=16))


def slow_study():
    """Return a study whose plane takes longer than a test."""
    problem = DataSpec(dataset="digits", model="cnn", model_parameters={"channels": [32, 32]})
    return Study(problem=problem, lanes=LANES, epochs=1)


@pytest.fixture(scope="module")
def iris():
    return Racing(data_study("iris", LANES))


@pytest.fixture(scope="module")
def slow():
    return Racing(slow_study(), until=5)


@pytest.fixture
def panel(qtbot):
    panel = TrajectoryPanel(LIGHT)
    qtbot.addWidget(panel)
    panel.apply_theme(LIGHT)
    panel.resize(760, 520)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    panel.close()
    assert multiprocessing.active_children() == []


def race(panel, racing, running=False, **how):
    panel.set_race(racing.view)
    panel.plot.set_view("plane")
    panel._offer_overlays()
    panel.show_frame(replace(racing.frame(**how), running=running))


def layer(panel):
    return panel.plot.scene_shown.layer


def complete(qtbot, panel):
    """Wait until everything that was chosen is computed."""

    def done():
        assert not layer(panel).survey.fault
        return layer(panel).survey.share == 1.0 and not layer(panel).survey.busy

    qtbot.waitUntil(done, timeout=60_000)


def key(panel, *keys):
    """Open the menu and press keys in it."""
    menu = panel.plane.choices.menu()
    menu.popup(panel.plane.choices.mapToGlobal(QPoint(0, 0)))
    for one in keys:
        QTest.keyClick(menu, one)


def test_a_race_at_its_end_has_the_loss_behind_it_without_being_asked(panel, qtbot, iris):
    race(panel, iris)
    complete(qtbot, panel)
    ground = layer(panel).ground
    assert ground.losses.shape == (65, 65)
    assert panel.plot.backdrop.image is not None
    assert panel.plot.backdrop.lines
    assert not panel.plot.grid.shown
    (left, right), (bottom, top) = panel.plot.box.viewRange()
    assert (ground.order.x, ground.order.y) == ((left, right), (bottom, top))
    assert f"all {iris.view.problem.examples} examples, 65 × 65 points" in panel.plot.caption.lines[0]
    assert "A projection can mislead" in panel.plot.caption.lines[-1]


def test_it_is_the_loss_of_the_network_there(panel, qtbot, iris):
    race(panel, iris)
    complete(qtbot, panel)
    ground, problem = layer(panel).ground, iris.view.problem
    at = np.array([[ground.order.x[0], ground.order.y[1]]])
    train = problem.split.train
    loss, _ = problem.model.evaluate(
        panel.plot.scene_shown.source.plane.weights(at), train.features[None], train.targets[None]
    )
    assert ground.losses[-1, 0] == pytest.approx(loss[0], rel=1e-12)


def test_the_keys_choose_paths_alone_and_the_loss_again(panel, qtbot, iris):
    race(panel, iris)
    complete(qtbot, panel)
    with qtbot.waitSignal(panel.plane_chosen) as caught:
        key(panel, Qt.Key.Key_P)
    assert caught.args[0].directions == "off"
    assert layer(panel).ground is None
    assert panel.plot.backdrop.image is None
    assert panel.plot.grid.shown
    assert not panel.plane.now.isVisible()
    assert not panel.plane.parts["training"].isEnabled()
    QTest.qWait(400)
    assert not layer(panel).survey.busy
    with qtbot.waitSignal(panel.plane_chosen):
        key(panel, Qt.Key.Key_M)
    complete(qtbot, panel)
    assert panel.plane.now.isVisible()


def test_random_directions_go_out_from_the_best_lane_and_another_seed_is_another_plane(panel, qtbot, iris):
    race(panel, iris)
    assert not panel.plane.another.isEnabled()
    key(panel, Qt.Key.Key_R)
    complete(qtbot, panel)
    source = panel.plot.scene_shown.source
    best = int(np.argmin([lane.evaluated["loss"][-1, 0] for lane in iris.history.lanes]))
    np.testing.assert_array_equal(source.plane.origin, iris.history.lanes[best].snapshots[-1, 0])
    assert panel.plot.axes["bottom"].title.startswith("First random direction")
    ring = panel.plot.signs.marks[0]
    assert ring.label == f"{iris.frame().looks[best].name} at step {iris.history.lanes[best].plan.steps}"
    assert any("% of the variance" in line for line in panel.plot.caption.lines)
    before = source.plane.directions
    assert "seed 0" in panel.plane.another.text()
    with qtbot.waitSignal(panel.plane_chosen) as caught:
        key(panel, Qt.Key.Key_A)
    assert caught.args[0] == PlaneOptions(directions="random", seed=1)
    assert "seed 1" in panel.plane.another.text()
    complete(qtbot, panel)
    assert not np.allclose(source.plane.directions, before)
    assert layer(panel).ground.order.plane is source.plane


def test_random_directions_go_out_from_the_highlighted_lane_at_the_playhead_when_refreshed(
    panel, qtbot, iris
):
    panel.set_plane_options(PlaneOptions(directions="random", fine=False))
    race(panel, iris, highlighted=0)
    complete(qtbot, panel)
    source, history = panel.plot.scene_shown.source, iris.history.lanes[0]
    np.testing.assert_array_equal(source.plane.origin, history.snapshots[-1, 0])
    panel.show_frame(iris.frame(tick=5, highlighted=0))
    np.testing.assert_array_equal(source.plane.origin, history.snapshots[-1, 0])
    panel.plane.now.setFocus()
    QTest.keyClick(panel.plane.now, Qt.Key.Key_Space)
    row = int(np.flatnonzero(history.plan.snapshot_at <= 5)[-1])
    np.testing.assert_array_equal(source.plane.origin, history.snapshots[row, 0])
    complete(qtbot, panel)


def test_where_all_weights_are_zero_there_are_no_random_directions(panel, qtbot):
    study = Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=LANES, epochs=2)
    panel.set_plane_options(PlaneOptions(directions="random"))
    racing = Racing(study)
    race(panel, racing, tick=0)
    assert "Random directions" in panel.plot.caption.lines[0]
    assert panel.plot.axes["bottom"].title.startswith("First main direction")
    QTest.qWait(400)
    assert not layer(panel).survey.busy
    panel.show_frame(racing.frame())
    panel.plane.now.click()
    complete(qtbot, panel)
    assert layer(panel).ground is not None


def test_coarse_and_validation_are_computed_as_chosen(panel, qtbot, iris):
    race(panel, iris)
    key(panel, Qt.Key.Key_C)
    complete(qtbot, panel)
    training = layer(panel).ground.losses
    assert training.shape == (33, 33)
    key(panel, Qt.Key.Key_V)
    complete(qtbot, panel)
    assert layer(panel).ground.losses.shape == (33, 33)
    assert not np.allclose(layer(panel).ground.losses, training)
    assert panel.plot.caption.lines[0].startswith("Validation loss of all")
    key(panel, Qt.Key.Key_F)
    complete(qtbot, panel)
    assert layer(panel).ground.losses.shape == (65, 65)


def test_while_the_race_goes_on_the_plane_stays_and_is_refreshed_when_it_pauses(panel, qtbot):
    racing = Racing(data_study("iris", LANES, epochs=8), until=10)
    panel.set_plane_options(PlaneOptions(fine=False))
    race(panel, racing, running=True)
    assert "when the race pauses" in panel.plot.caption.lines[0]
    QTest.qWait(400)
    assert not layer(panel).survey.busy
    panel.plane.now.click()  # now, although it runs
    complete(qtbot, panel)
    plane = panel.plot.scene_shown.source.plane
    racing.advance(30)
    panel.show_frame(replace(racing.frame(), running=True))
    assert panel.plot.scene_shown.source.plane is plane
    assert any("Plane of step 10" in line for line in panel.plot.caption.lines)
    (left, right), (bottom, top) = panel.plot.box.viewRange()
    for stroke in panel.plot.strokes.strokes:
        assert left <= np.nanmin(stroke.x) <= np.nanmax(stroke.x) <= right
        assert bottom <= np.nanmin(stroke.y) <= np.nanmax(stroke.y) <= top
    panel.show_frame(racing.frame())  # it pauses
    qtbot.waitUntil(lambda: panel.plot.scene_shown.source.plane is not plane)
    complete(qtbot, panel)
    assert not any("Plane of step" in line for line in panel.plot.caption.lines)


@pytest.mark.alone
def test_stop_ends_the_process_and_refresh_begins_again(panel, qtbot, slow):
    race(panel, slow)
    qtbot.waitUntil(lambda: layer(panel).ground is not None, timeout=60_000)
    assert panel.plane.now.text().startswith("Stop (")
    assert panel.plane.now.accessibleName() == "Stop the loss landscape"
    began = monotonic()
    qtbot.mouseClick(panel.plane.now, Qt.MouseButton.LeftButton)
    assert monotonic() - began < 0.3
    assert multiprocessing.active_children() == []
    assert layer(panel).ground is not None
    QTest.qWait(400)
    panel.show_frame(slow.frame(tick=2))
    QTest.qWait(400)
    assert not layer(panel).survey.busy
    assert panel.plane.now.text() == "Refresh"
    qtbot.mouseClick(panel.plane.now, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: layer(panel).survey.busy)


@pytest.mark.alone
def test_a_hidden_panel_asks_for_nothing_and_ends_what_it_has_asked_for(panel, qtbot, slow):
    race(panel, slow)
    qtbot.waitUntil(lambda: layer(panel).survey.busy)
    began = monotonic()
    panel.hide()
    assert monotonic() - began < 0.3
    assert multiprocessing.active_children() == []
    panel.show_frame(slow.frame(tick=2))
    QTest.qWait(400)
    assert not layer(panel).survey.busy
    panel.show()
    qtbot.waitUntil(lambda: layer(panel).survey.busy)


def test_another_race_and_another_view_end_it(panel, qtbot, slow, iris):
    race(panel, slow)
    qtbot.waitUntil(lambda: layer(panel).survey.busy)
    panel.set_race(iris.view)
    assert multiprocessing.active_children() == []
    moons = Racing(data_study(epochs=2))
    race(panel, moons)
    qtbot.waitUntil(lambda: layer(panel).survey.busy)
    panel.plot.set_view("regions")
    assert multiprocessing.active_children() == []


def test_a_lane_that_is_hidden_makes_another_plane(panel, qtbot, iris):
    race(panel, iris)
    complete(qtbot, panel)
    first = layer(panel).ground
    panel.show_frame(iris.frame(solo=0))
    assert layer(panel).ground is None
    complete(qtbot, panel)
    assert not np.allclose(layer(panel).ground.order.plane.directions, first.order.plane.directions)


def test_it_is_offered_on_data_alone(panel, iris):
    race(panel, iris)
    assert panel.plane.isVisible()
    race(panel, Racing(surface_study(steps=20)))
    assert not panel.plane.isVisible()
    race(panel, Racing(data_study(epochs=1)))
    assert panel.plane.isVisible()
    panel.plot.set_view("regions")
    panel._offer_overlays()
    assert not panel.plane.isVisible()


def test_without_a_validation_part_that_loss_is_not_offered(panel):
    problem = DataSpec(dataset="iris", model="mlp", split=(1.0, 0.0, 0.0))
    panel.set_plane_options(PlaneOptions(part="validation"))
    race(panel, Racing(Study(problem=problem, lanes=LANES, epochs=1)))
    assert not panel.plane.parts["validation"].isEnabled()


def test_every_choice_has_a_name_a_tooltip_and_a_place_for_tab(panel, iris):
    race(panel, iris)
    for widget in (panel.plane.choices, panel.plane.now):
        assert widget.accessibleName()
        assert widget.toolTip()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    actions = [action for action in panel.plane.choices.menu().actions() if not action.isSeparator()]
    assert len(actions) == 9
    letters = [action.text()[action.text().index("&") + 1].lower() for action in actions]
    assert len(set(letters)) == len(letters)
    assert all(action.toolTip() != action.text().replace("&", "") for action in actions)


def test_help_is_a_key_away(panel, qtbot, iris):
    race(panel, iris)
    with qtbot.waitSignal(panel.plane.help_requested) as caught:
        key(panel, Qt.Key.Key_W)
    assert "can mislead" in page(caught.args[0], LIGHT)


def test_a_picture_has_the_loss_that_is_shown_and_starts_nothing(panel, qtbot, iris):
    race(panel, iris)
    complete(qtbot, panel)
    with figure_of(panel.plot, 640, 420, DARK) as copy:
        scene = copy.scene_shown
        assert scene.layer.ground is layer(panel).ground
        assert scene.source.plane is panel.plot.scene_shown.source.plane
        assert copy.axes["bottom"].title == panel.plot.axes["bottom"].title
        assert copy.caption.lines == panel.plot.caption.lines
        assert copy.box.viewRange() == panel.plot.box.viewRange()
        assert copy.backdrop.image != panel.plot.backdrop.image  # the colours of its own theme
        QTest.qWait(400)
        assert not scene.layer.survey.busy


def test_a_picture_of_a_plane_that_is_not_complete_shows_what_is_there(panel, qtbot, slow):
    race(panel, slow)
    qtbot.waitUntil(lambda: layer(panel).ground is not None, timeout=60_000)
    with figure_of(panel.plot, 640, 420) as copy:
        assert copy.scene_shown.layer.ground is layer(panel).ground
        assert not copy.scene_shown.layer.survey.busy
    assert layer(panel).survey.busy


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_files_have_it_in_them(panel, qtbot, iris, tmp_path, kind):
    race(panel, iris)
    complete(qtbot, panel)
    path = tmp_path / f"plane.{kind}"
    {"png": save_png, "svg": save_svg, "pdf": save_pdf}[kind](panel.plot, path, 800, 600)
    if kind == "svg":
        text = path.read_text(encoding="utf-8")
        assert "<image" in text
        assert "A projection can mislead" in text
    elif kind == "png":
        middle = QImage(str(path)).pixelColor(400, 200).name()
        assert middle != LIGHT.plot
    assert path.stat().st_size > 10_000
