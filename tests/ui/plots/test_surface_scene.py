"""A surface with paths on it, and a person who points, clicks and drags."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF

from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import count_of, painted
from tests.ui.plots.racing import LANES, Racing, lane, surface_study

EMPTY = (0.0, 2.6)  # a place on Rosenbrock far from all paths


def strokes_of(plot, lane):
    return [stroke for stroke in plot.strokes.strokes if stroke.lane == lane]


def test_paths_are_the_recorded_points(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    for number, history in enumerate(on_surface.history.lanes):
        (stroke,) = strokes_of(plot, number)
        recorded = history.theta[:, 0]
        for point in zip(stroke.x[::7], stroke.y[::7], strict=True):
            assert (recorded == point).all(axis=1).any()
        np.testing.assert_array_equal((stroke.x[-1], stroke.y[-1]), recorded[-1])


def test_heads_stand_at_the_playhead_and_the_rest_is_faint(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface, frame=on_surface.frame(70))
    heads = {mark.lane: (mark.x, mark.y) for mark in plot.signs.marks if mark.kind == "head"}
    for number, history in enumerate(on_surface.history.lanes):
        np.testing.assert_array_equal(heads[number], history.theta[70, 0])
    ghosts = [stroke for stroke in plot.strokes.strokes if stroke.name.startswith("ghost")]
    assert {stroke.lane for stroke in ghosts} == {0, 1, 2}
    assert all(stroke.width < 2.0 for stroke in ghosts)


@pytest.mark.parametrize(("minima", "saddles"), [("himmelblau", 4)])
def test_what_is_known_of_the_surface_is_marked(shown, minima, saddles):
    plot = shown(TrajectoryPlot, Racing(surface_study((lane("adam", 0.01),), surface=minima, steps=5)))
    kinds = [mark.kind for mark in plot.signs.marks]
    assert kinds.count("minimum") == 4
    assert kinds.count("saddle") == saddles


def test_a_muted_and_a_solo_lane(shown):
    study = surface_study((LANES[0], lane("momentum", 5e-4, muted=True), LANES[2]))
    racing = Racing(study)
    plot = shown(TrajectoryPlot, racing)
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0, 2}
    plot.show_frame(racing.frame(solo=1))
    assert {stroke.lane for stroke in plot.strokes.strokes} <= {1}


def test_a_highlighted_lane_is_bold_and_in_front(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface, frame=on_surface.frame(highlighted=0))
    assert plot.strokes.strokes[-1].lane == 0
    assert plot.strokes.strokes[-1].width == 3.0
    assert plot.signs.marks[-1].lane == 0


def test_a_diverged_lane_is_crossed_out_where_it_left(shown, blown_up):
    plot = shown(TrajectoryPlot, blown_up)
    (cross,) = [mark for mark in plot.signs.marks if mark.kind == "cross"]
    at = int(blown_up.history.lanes[1].diverged_at[0])
    assert cross.label == f"diverged at step {at}"
    (left, right), (bottom, top) = plot.box.viewRange()
    assert left <= cross.x <= right
    assert bottom <= cross.y <= top
    assert np.isfinite(plot.box.viewRange()).all()
    assert plot.signs.mark_at(plot.box.mapFromView(QPointF(cross.x, cross.y))) is not None


def test_before_it_diverges_there_is_no_cross(shown, blown_up):
    at = int(blown_up.history.lanes[1].diverged_at[0])
    plot = shown(TrajectoryPlot, blown_up, frame=blown_up.frame(at - 1))
    assert all(mark.kind != "cross" for mark in plot.signs.marks)


def test_a_head_out_of_view_has_an_arrow_at_the_border(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface, set_legend=False)
    plot.following = False
    plot.set_view_range((1.5, 2.0), (2.5, 3.0))
    plot.redraw()
    pixels = painted(plot)
    left, top, _, bottom = plot.plot_area()
    border = pixels[top:bottom, left : left + 20]
    corner = pixels[bottom - 20 : bottom, left:]
    found = sum(count_of(part, colour, 2) for part in (border, corner) for colour in LIGHT.lanes[:3])
    assert found > 20


def test_hover_reads_place_and_height(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    place = mouse.place_of(plot, *EMPTY)
    mouse.move(plot, place)
    at = plot.box.mapSceneToView(QPointF(place))
    value = (1 - at.x()) ** 2 + 100 * (at.y() - at.x() ** 2) ** 2
    text = plot.readout.text()
    assert f"f {value:.5g}" in text
    assert f"y {at.y():.4g}" in text
    assert "step" not in text


def test_hover_on_a_path_reads_the_exact_step(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    history = on_surface.history.lanes[2]
    mouse.move(plot, mouse.place_of(plot, *history.theta[200, 0]))
    text = plot.readout.text()
    assert "Adam" in text
    assert "step 200" in text
    assert f"{history.batch_loss[200, 0]:.6g}" in text


def test_hover_on_a_minimum_says_what_it_is(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    mouse.move(plot, mouse.place_of(plot, 1.0, 1.0))
    assert "minimum 0 at (1, 1)" in plot.readout.text()


def test_a_click_on_a_path_chooses_its_lane(shown, qtbot, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    with qtbot.waitSignal(plot.lane_clicked) as caught:
        mouse.click(plot, mouse.place_of(plot, *on_surface.history.lanes[2].theta[200, 0]))
    assert caught.args == [2]


def test_a_click_elsewhere_chooses_a_start(shown, qtbot, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    place = mouse.place_of(plot, *EMPTY)
    with qtbot.waitSignal(plot.start_chosen) as caught:
        mouse.click(plot, place)
    at = plot.box.mapSceneToView(QPointF(place))
    assert caught.args == [pytest.approx(at.x()), pytest.approx(at.y())]


def test_a_double_click_while_zoomed_in_chooses_no_start(shown, qtbot, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    place = mouse.place_of(plot, *EMPTY)
    mouse.wheel(plot, place)
    with qtbot.assertNotEmitted(plot.start_chosen, wait=plot._patience.interval() + 50):
        mouse.double_click(plot, place)
    assert plot.following


def test_a_click_while_zoomed_in_chooses_a_start_a_moment_later(shown, qtbot, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    place = mouse.place_of(plot, *EMPTY)
    mouse.wheel(plot, place)
    with qtbot.waitSignal(plot.start_chosen):
        mouse.click(plot, place)


def test_zooming_surveys_the_part_in_view(shown, qtbot, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    before = plot.scene_shown._map
    for _ in range(5):
        mouse.wheel(plot, mouse.place_of(plot, 1.0, 1.0))
    assert plot.scene_shown._map is before
    qtbot.waitUntil(lambda: plot.scene_shown._map is not before)
    assert plot.scene_shown._map.x == tuple(plot.box.viewRange()[0])


def test_the_same_surface_keeps_the_view(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    mouse.wheel(plot, mouse.place_of(plot, 1.0, 1.0))
    before = plot.box.viewRange()
    plot.set_race(Racing(surface_study(LANES[:1], start=(0.0, 0.0))).view)
    assert plot.box.viewRange() == before
    assert not plot.following
    assert plot.start.at == (0.0, 0.0)


def test_a_start_outside_the_usual_part_widens_it(shown):
    plot = shown(TrajectoryPlot, Racing(surface_study(LANES[:1], start=(-3.0, 5.0), steps=5)))
    (left, _), (_, top) = plot.box.viewRange()
    assert left < -3.0
    assert top > 5.0


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_theme_has_its_surface(shown, on_surface, theme):
    plot = shown(TrajectoryPlot, on_surface, theme=theme, frame=on_surface.frame(theme=theme))
    assert count_of(painted(plot), theme.surface_map[-2], 30) > 5000
    plot.apply_theme(DARK if theme is LIGHT else LIGHT)
    assert count_of(painted(plot), theme.surface_map[-2], 30) < 1000


def test_thirty_two_lanes(shown):
    racing = Racing(surface_study([lane("adam", 0.002 * (1 + n)) for n in range(32)], steps=60))
    plot = shown(TrajectoryPlot, racing, size=(400, 300))
    assert {stroke.lane for stroke in plot.strokes.strokes} == set(range(32))
    assert plot.legend.area().isEmpty()


def test_another_seed_is_another_path(shown):
    racing = Racing(surface_study(LANES[:1], noise=20.0, seeds=(0, 1)))
    plot = shown(TrajectoryPlot, racing, frame=racing.frame(run=1))
    np.testing.assert_array_equal(
        (plot.strokes.strokes[-1].x[-1], plot.strokes.strokes[-1].y[-1]),
        racing.history.lanes[0].theta[-1, 1],
    )


def test_what_is_shown_is_also_said(shown, on_surface, blown_up):
    assert shown(TrajectoryPlot, on_surface).describe().startswith("Rosenbrock")
    assert "1 diverged" in shown(TrajectoryPlot, blown_up).describe()
    plot = shown(TrajectoryPlot)
    plot.set_race(on_surface.view)
    assert "ready to race" in plot.describe()


def test_the_readout_keeps_away_from_the_mouse(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    left, top, right, bottom = plot.plot_area()
    for place in (
        QPoint(left + 30, top + 30), QPoint(right - 30, top + 30),
        QPoint(left + 30, bottom - 30), QPoint(right - 30, bottom - 30),
    ):  # fmt: skip
        mouse.move(plot, place)
        assert plot.readout.isVisible()
        assert not plot.readout.geometry().contains(place)
