"""A surface as a landscape, and a person who turns, points, clicks and presses keys."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.picture import picture_of, save_svg
from app.ui.plots.overlay import Overlays
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import count_of, painted, pixels_of
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


@pytest.fixture
def landscape(shown, on_surface):
    return shown(TrajectoryPlot, on_surface, set_view="landscape")


def pixel_of(plot, x, y):
    """Return where a point of the surface is in the viewport."""
    across, up, _ = plot.scene_shown.vista.drape.points(np.array([x]), np.array([y]))
    return mouse.place_of(plot, float(across[0]), float(up[0]))


def test_paths_end_where_the_lanes_stand(landscape, on_surface):
    for number, history in enumerate(on_surface.history.lanes):
        x, y = history.theta[-1, 0]
        across, up, hidden = landscape.scene_shown.vista.drape.points(np.array([x]), np.array([y]))
        name = "hidden 0" if hidden[0] else "0"
        (stroke,) = [s for s in landscape.strokes.strokes if (s.lane, s.name) == (number, name)]
        assert (stroke.x[-1], stroke.y[-1]) == (across[0], up[0])
        (head,) = [mark for mark in landscape.signs.marks if mark.kind == "head" and mark.lane == number]
        assert (head.x, head.y) == (across[0], up[0])


def test_start_and_minima_are_marked(shown):
    plot = shown(TrajectoryPlot, Racing(surface_study(LANES[:1], surface="himmelblau")), set_view="landscape")
    kinds = [mark.kind for mark in plot.signs.marks]
    assert (kinds.count("minimum"), kinds.count("saddle")) == (4, 4)
    assert plot.start.isVisible()
    assert (plot.start.pos().toPoint() - pixel_of(plot, *plot.start.at)).manhattanLength() < 80


def test_dragging_turns_it(landscape):
    before, shot = landscape.scene_shown.vista.camera, painted(landscape)
    left, top, right, bottom = landscape.plot_area()
    middle = QPoint((left + right) // 2, (top + bottom) // 2)
    mouse.drag(landscape, middle, middle + QPoint(60, 20))
    after = landscape.scene_shown.vista.camera
    assert after.elevation > before.elevation
    # What is in front follows the hand.
    corner = np.array([-1.0]), np.array([-1.0]), np.array([0.0])
    first, second = (camera.projection(600, 400).place(*corner) for camera in (before, after))
    assert second[0] > first[0]
    assert not landscape.following
    assert landscape.box.viewRange() == [[-1, 1], [-1, 1]]
    assert (painted(landscape) != shot).any()


def test_the_wheel_zooms_where_the_mouse_is(landscape):
    place = pixel_of(landscape, 1.0, 1.0)
    mouse.wheel(landscape, place)
    camera = landscape.scene_shown.vista.camera
    assert camera.zoom > 1.0
    assert (pixel_of(landscape, 1.0, 1.0) - place).manhattanLength() <= 2


def test_a_click_chooses_a_start_where_the_ground_is_seen(landscape, qtbot):
    with qtbot.waitSignal(landscape.start_chosen) as caught:
        mouse.click(landscape, pixel_of(landscape, -0.5, 2.4))
    assert caught.args == [pytest.approx(-0.5, abs=0.03), pytest.approx(2.4, abs=0.03)]


def test_the_start_is_dragged_over_the_ground(landscape, qtbot):
    first, last = pixel_of(landscape, *landscape.start.at), pixel_of(landscape, -0.5, 2.4)
    camera, told = landscape.scene_shown.vista.camera, []
    landscape.start_dragged.connect(lambda x, y: told.append((x, y)))
    with qtbot.waitSignal(landscape.start_chosen) as caught:
        mouse.drag(landscape, first, last)
    assert caught.args == pytest.approx([-0.5, 2.4], abs=0.1)
    assert told
    assert landscape.scene_shown.vista.camera == camera


def test_dragged_off_the_ground_it_stays_where_it_was_last(landscape, qtbot):
    left, _, _, bottom = landscape.plot_area()
    with qtbot.waitSignal(landscape.start_chosen) as caught:
        mouse.drag(landscape, pixel_of(landscape, *landscape.start.at), QPoint(left + 3, bottom - 60))
    (x, y), relief = caught.args, landscape.scene_shown.vista.relief
    assert relief.x[0] <= x <= relief.x[1]
    assert relief.y[0] <= y <= relief.y[1]


def test_the_ring_moves_with_the_camera(landscape):
    before = landscape.start.pos()
    QTest.keyClick(landscape, Qt.Key.Key_Right)
    landscape.settle()
    assert landscape.start.pos() != before


def test_the_old_paths_stay_while_something_is_dragged(landscape, on_surface):
    landscape.show_ghost(on_surface.view)
    landscape.redraw()
    old = [stroke for stroke in landscape.strokes.strokes if stroke.name.startswith("old")]
    assert len(old) == len(LANES)
    assert all(stroke.lane == -1 and np.isfinite(stroke.x).any() for stroke in old)
    assert not landscape.ghost.flat  # the flat ones would lie across the picture
    landscape.show_ghost(None)
    landscape.redraw()
    assert not any(stroke.name.startswith("old") for stroke in landscape.strokes.strokes)
    landscape.set_view("surface")
    assert landscape.ghost.flat


def test_overlays_lie_on_the_ground(landscape):
    landscape.set_overlays(Overlays(known=False, target=True, steps=True))
    names = {stroke.name for stroke in landscape.strokes.strokes}
    assert "target 0" in names
    assert any(name.startswith("dots") for name in names)
    assert not any(mark.kind == "minimum" for mark in landscape.signs.marks)
    (line,) = [stroke for stroke in landscape.strokes.strokes if stroke.name == "target 0"]
    assert np.isfinite(line.x).any()


def test_another_race_on_the_same_ground_keeps_the_picture(landscape, on_surface):
    vista = landscape.scene_shown.vista
    seen = vista.seen
    landscape.set_race(Racing(surface_study(LANES[:1])).view)
    assert landscape.scene_shown.vista is not vista
    assert landscape.scene_shown.vista.seen is seen


def test_a_click_beside_it_does_nothing(landscape, qtbot):
    left, _, _, bottom = landscape.plot_area()
    with qtbot.assertNotEmitted(landscape.start_chosen):
        mouse.click(landscape, QPoint(left + 3, bottom - 60))


def test_a_click_on_a_path_chooses_its_lane(landscape, qtbot, on_surface):
    with qtbot.waitSignal(landscape.lane_clicked) as caught:
        mouse.click(landscape, pixel_of(landscape, *on_surface.history.lanes[2].theta[200, 0]))
    assert caught.args == [2]


def test_hover_reads_the_ground_and_the_exact_step(landscape, on_surface):
    mouse.move(landscape, pixel_of(landscape, -0.5, 2.4))
    assert "f 46" in landscape.readout.text()
    history = on_surface.history.lanes[2]
    mouse.move(landscape, pixel_of(landscape, *history.theta[200, 0]))
    text = landscape.readout.text()
    assert "step 200" in text
    assert f"{history.batch_loss[200, 0]:.6g}" in text


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (Qt.Key.Key_Right, lambda a, b: b.azimuth < a.azimuth),
        (Qt.Key.Key_Left, lambda a, b: b.azimuth > a.azimuth),
        (Qt.Key.Key_Up, lambda a, b: b.elevation > a.elevation),
        (Qt.Key.Key_Down, lambda a, b: b.elevation < a.elevation),
        (Qt.Key.Key_Plus, lambda a, b: b.zoom > a.zoom),
        (Qt.Key.Key_Minus, lambda a, b: b.zoom < a.zoom),
    ],
)
def test_the_keyboard_is_a_camera(landscape, key, change):
    before = landscape.scene_shown.vista.camera
    QTest.keyClick(landscape, key)
    assert change(before, landscape.scene_shown.vista.camera)


@pytest.mark.parametrize("key", [Qt.Key.Key_0, Qt.Key.Key_Home, Qt.Key.Key_A])
def test_a_key_or_a_double_click_resets(landscape, key):
    home = landscape.scene_shown.vista.camera
    for reset in (
        lambda: QTest.keyClick(landscape, key),
        lambda: mouse.double_click(landscape, pixel_of(landscape, -0.5, 2.4)),
    ):
        QTest.keyClick(landscape, Qt.Key.Key_Right)
        assert landscape.scene_shown.vista.camera != home
        reset()
        assert landscape.scene_shown.vista.camera == home
        assert landscape.following


def test_its_keys_are_no_shortcuts_while_it_has_the_focus_but_on_the_map(landscape):
    def accepted():
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier)
        event.ignore()
        QApplication.sendEvent(landscape, event)
        return event.isAccepted()

    assert accepted()
    landscape.set_view("surface")
    assert not accepted()


def test_it_is_coarse_while_it_moves_and_fine_when_it_rests(landscape, qtbot):
    fine = landscape.scene_shown.vista.seen.ratio
    QTest.keyClick(landscape, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: landscape.scene_shown.vista.seen.ratio < fine)
    qtbot.waitUntil(lambda: landscape.scene_shown.vista.seen.ratio == fine)


def test_hidden_it_costs_nothing(landscape, on_surface, qtbot):
    vista = landscape.scene_shown.vista
    landscape.hide()
    painted_before, strokes = vista.painted, landscape.strokes.strokes
    QTest.keyClick(landscape, Qt.Key.Key_Right)
    landscape.show_frame(on_surface.frame(10))
    QTest.qWait(250)
    assert vista.painted == painted_before
    assert landscape.strokes.strokes is strokes
    landscape.show()
    qtbot.waitUntil(lambda: vista.painted > painted_before)


def test_frames_do_not_paint_the_ground_again(landscape, on_surface):
    vista = landscape.scene_shown.vista
    before = vista.painted
    for tick in range(0, 100, 10):
        landscape.show_frame(on_surface.frame(tick))
    assert vista.painted == before


def test_another_start_keeps_the_relief(landscape, on_surface):
    relief = landscape.scene_shown.vista.relief
    QTest.keyClick(landscape, Qt.Key.Key_Right)
    camera = landscape.scene_shown.vista.camera
    landscape.set_race(Racing(surface_study(LANES[:1], start=(0.0, 0.5))).view)
    assert landscape.scene_shown.vista.relief is relief
    assert landscape.scene_shown.vista.camera == camera


def test_another_surface_is_seen_from_where_one_looks_first(landscape):
    QTest.keyClick(landscape, Qt.Key.Key_Right)
    landscape.set_race(Racing(surface_study(LANES[:1], surface="himmelblau")).view)
    assert landscape.camera is None


def test_the_height_is_plain_or_a_logarithm(landscape):
    assert landscape.scene_shown.vista.log
    before = landscape.scene_shown.vista.relief.height
    landscape.set_log_height(False)
    landscape.settle()
    assert not landscape.scene_shown.vista.relief.scale.log
    assert (landscape.scene_shown.vista.relief.height != before).any()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_theme_has_its_landscape(shown, on_surface, theme):
    frame = on_surface.frame(theme=theme)
    plot = shown(TrajectoryPlot, on_surface, theme=theme, set_view="landscape", frame=frame)
    shot = painted(plot)
    middle = shot[150:330, 200:440].mean()
    assert (middle > 150) if theme is LIGHT else (middle < 110)
    assert count_of(shot, theme.plot, 1) > 20_000
    assert count_of(shot, frame.looks[2].colour, 12) > 30
    plot.apply_theme(DARK if theme is LIGHT else LIGHT)
    assert abs(painted(plot)[150:330, 200:440].mean() - middle) > 50


def test_back_on_the_map_nothing_is_left(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    plot.settle()
    before = painted(plot)
    plot.set_view("landscape")
    assert not plot.axes["left"].isVisible()
    assert (painted(plot) != before).any()
    plot.set_view("surface")
    QApplication.processEvents()
    plot.settle()
    assert plot.axes["left"].isVisible()
    assert plot.cartoon.isVisible()
    assert not plot.turntable.isVisible()
    assert (painted(plot) == before).all()


def test_a_picture_is_as_it_is_seen(landscape, tmp_path):
    for _ in range(6):
        QTest.keyClick(landscape, Qt.Key.Key_Right)
    image = picture_of(landscape, 800, 600, 96)
    turned = pixels_of(image)
    landscape.auto_range()
    assert (pixels_of(picture_of(landscape, 800, 600, 96)) != turned).mean() > 0.05
    save_svg(landscape, tmp_path / "landscape.svg", 800, 600)
    text = (tmp_path / "landscape.svg").read_text()
    assert "<image" in text
    assert ">start<" in text
    assert "polyline" in text


def test_a_lane_that_left_is_crossed_out_at_the_border(shown, blown_up):
    plot = shown(TrajectoryPlot, blown_up, set_view="landscape")
    (cross,) = [mark for mark in plot.signs.marks if mark.kind == "cross"]
    assert abs(cross.x) <= 1.0
    assert abs(cross.y) <= 1.0
    assert "diverged" in plot.describe()


def test_what_is_shown_is_also_said(landscape, shown, on_surface):
    assert landscape.describe().startswith("Rosenbrock landscape")
    assert landscape.accessibleDescription() == landscape.describe()
    plot = shown(TrajectoryPlot, set_view="landscape")
    plot.set_race(on_surface.view)
    assert "ready to race" in plot.describe()


@pytest.mark.parametrize("surface", ["bowl", "rastrigin", "beale", "goldstein_price", "eggholder"])
def test_every_kind_of_surface(shown, surface):
    racing = Racing(surface_study((lane("adam", 0.05),), surface=surface, steps=20))
    plot = shown(TrajectoryPlot, racing, set_view="landscape")
    point = plot.box.mapFromView(QPointF(0.0, 0.0))
    assert plot.scene_shown.vista.place_at(point) is not None


def test_it_is_small_where_there_is_no_room(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface, size=(170, 130), set_view="landscape")
    assert plot.scene_shown.vista.seen.away.size > 0
