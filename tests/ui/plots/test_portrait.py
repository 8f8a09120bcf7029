"""One quantity against another: where paths lie, what is read off them, and what is said of them."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint

from app.study.spec import Change
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.figure import figure_of
from app.ui.plots.portrait import Portrait
from app.ui.plots.spread import Spread
from app.ui.reference import Reference
from app.ui.theme import DARK, LIGHT
from tests.ui.plots import mouse
from tests.ui.plots.pixels import count_of, painted
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


@pytest.fixture
def portrait(shown):
    """Return a function that shows loss against distance, or what else is asked for."""

    def make(racing=None, quantity="loss", x="distance", log=(True, True), **more):
        return shown(CurvePlot, racing, set_quantity=quantity, set_x=x, set_log=log, **more)

    return make


def solid(plot, lane=0):
    return next(s for s in plot.strokes.strokes if s.lane == lane and s.name.startswith("run"))


def distances(racing, lane=0, run=0):
    return np.hypot(*(racing.history.lanes[lane].theta[:, run] - 1.0).T)


def place(racing, lane, step):
    """Return where a step is on logarithmic axes."""
    return np.log10(distances(racing, lane)[step]), np.log10(racing.history.lanes[lane].batch_loss[step, 0])


def hover(plot, x, y):
    mouse.move(plot, mouse.place_of(plot, x, y))


# -------------------------------------------------------------------- where it lies


def test_a_point_has_the_distance_across_and_the_loss_upwards(portrait, on_surface):
    plot = portrait(on_surface)
    for number, history in enumerate(on_surface.history.lanes):
        stroke = solid(plot, number)
        np.testing.assert_allclose(10**stroke.x, distances(on_surface, number)[stroke.rows])
        np.testing.assert_allclose(10**stroke.y, history.batch_loss[stroke.rows, 0])
        assert (np.diff(stroke.rows) > 0).all()
    assert any((np.diff(solid(plot, number).x) > 0).any() for number in range(3))  # back and forth


def test_axes_are_named_after_what_they_are(portrait, on_surface):
    plot = portrait(on_surface)
    assert plot.axes["bottom"].title == "Distance to minimum"
    assert plot.axes["left"].title == "Loss"


def test_all_of_it_is_in_the_picture(portrait, on_surface):
    plot = portrait(on_surface, log=(False, False))
    (left, right), (bottom, top) = plot.box.viewRange()
    for number in range(3):
        stroke = solid(plot, number)
        assert left <= stroke.x.min() <= stroke.x.max() <= right
        assert bottom <= stroke.y.min() <= stroke.y.max() <= top


def test_the_playhead_is_a_mark_on_each_path(portrait, on_surface):
    plot = portrait(on_surface, frame=on_surface.frame(80))
    heads = {mark.lane: mark for mark in plot.signs.marks if mark.kind == "head"}
    assert set(heads) == {0, 1, 2}
    for number, mark in heads.items():
        assert 10**mark.x == pytest.approx(distances(on_surface, number)[80])
        assert 10**mark.y == pytest.approx(on_surface.history.lanes[number].batch_loss[80, 0])
    assert plot.guides.playhead is None
    ghosts = [stroke for stroke in plot.strokes.strokes if stroke.name.startswith("ghost")]
    assert len(ghosts) == 3
    assert all(stroke.rows[0] == 80 for stroke in ghosts)
    assert all(solid(plot, number).rows[-1] == 80 for number in range(3))


def test_it_follows_what_is_recorded(portrait):
    racing = Racing(surface_study(), until=20)
    plot = portrait(racing)
    assert solid(plot).rows[-1] == 20
    racing.advance(200)
    plot.show_frame(racing.frame())
    assert solid(plot).rows[-1] == 200
    left = plot.box.viewRange()[0][0]
    assert left <= min(solid(plot, n).x.min() for n in range(3))


def test_a_view_moved_by_hand_stays(portrait):
    racing = Racing(surface_study(), until=20)
    plot = portrait(racing)
    mouse.wheel(plot, plot.viewport().rect().center())
    before = plot.box.viewRange()
    racing.advance(200)
    plot.show_frame(racing.frame())
    assert plot.box.viewRange() == before
    plot.auto_range()
    assert plot.box.viewRange() != before


def test_the_rarer_quantity_decides_which_steps_there_are(portrait, on_data):
    plot = portrait(on_data, "validation_loss", "gradient_norm")
    history = on_data.history.lanes[1]
    at = history.plan.evaluate_at
    stroke = solid(plot, 1)
    np.testing.assert_allclose(10**stroke.x, history.gradient_norm[at, 0])
    np.testing.assert_allclose(10**stroke.y, history.evaluated["validation_loss"][:, 0])
    assert stroke.dots > 0


def test_a_lane_that_diverged_ends_there(portrait, blown_up):
    plot = portrait(blown_up)
    at = int(blown_up.history.lanes[1].diverged_at[0])
    assert at > 0
    assert np.nanmax(solid(plot, 1).rows) <= at
    (cross,) = (mark for mark in plot.signs.marks if mark.kind == "cross")
    assert cross.label == f"diverged at step {at}"
    assert any("leaves the picture" in line for line in plot.caption.lines)


def test_measured_quantities_have_their_limit_beside_them(portrait):
    study = msgspec.structs.replace(surface_study(), quantities=("sharpness",))
    plot = portrait(Racing(study), "sharpness", "loss")
    limits = [stroke for stroke in plot.strokes.strokes if stroke.name == "limit"]
    assert [stroke.lane for stroke in limits] == [0, 1, 2]
    np.testing.assert_allclose(10 ** limits[0].y, 2.0 / 1e-3)


# -------------------------------------------------------------------- what has no place


@pytest.mark.parametrize(
    ("log", "note"),
    [
        ((True, True), "1 point not shown: zero or below, or not finite"),
        ((False, True), "1 point not shown: zero or below upwards, or not finite"),
        ((True, False), ""),
        ((False, False), ""),
    ],
)
def test_what_a_logarithmic_axis_cannot_show_is_counted(portrait, log, note):
    racing = Racing(surface_study(LANES[:1], steps=20))
    racing.history.lanes[0].batch_loss[7] = 0.0
    plot = portrait(racing, log=log)
    assert (plot.caption.lines[-1] if plot.caption.lines else "") == note
    broken = np.isnan(solid(plot).y).any() or 7 not in solid(plot).rows
    assert bool(broken) is bool(note)


def test_zero_across_is_said_to_be_across(portrait):
    racing = Racing(surface_study(LANES[:1], steps=20))
    racing.history.lanes[0].batch_loss[7] = 0.0
    plot = portrait(racing, "distance", "loss", (True, False))
    assert plot.caption.lines == ("1 point not shown: zero or below across, or not finite",)


def test_outliers_are_left_out_and_counted(portrait):
    racing = Racing(surface_study(LANES[:1], steps=200))
    racing.history.lanes[0].batch_loss[100] = 1e9
    plot = portrait(racing, log=(False, False))
    wide = plot.box.viewRange()[1][1]
    plot.set_ignores_outliers(True)
    assert plot.box.viewRange()[1][1] < wide / 1e6
    assert any("beyond the picture" in line for line in plot.caption.lines)


def test_a_quantity_that_this_race_lacks_is_said_of_its_axis(portrait, on_surface):
    plot = portrait(on_surface, x="train_accuracy")
    assert plot.caption.notice == ("This problem has no training accuracy. Choose another horizontal axis.")
    assert plot.strokes.strokes == []
    plot.set_x("sharpness")
    assert "Budget > Advanced" in plot.caption.notice
    plot.set_x("steps")
    assert plot.caption.notice == ""
    assert len(plot.strokes.strokes) == 3


# -------------------------------------------------------------------- seeds


def test_many_seeds_are_the_path_of_their_medians_without_a_band(portrait):
    racing = Racing(surface_study(LANES[:2], noise=2.0, seeds=(0, 1, 2, 3, 4)))
    plot = portrait(racing, log=(False, False))
    stroke = solid(plot)
    across = np.stack([distances(racing, 0, run) for run in range(5)])
    np.testing.assert_allclose(stroke.x, np.median(across, axis=0)[stroke.rows])
    np.testing.assert_allclose(stroke.y, np.median(racing.history.lanes[0].batch_loss, axis=1)[stroke.rows])
    assert plot.bands.bands == []
    plot.set_legend(False)
    plot.redraw()
    assert plot.caption.lines == ("median of 5 seeds in each quantity; no band: x is no clock",)


def test_single_runs_are_paths_of_their_own(portrait):
    racing = Racing(surface_study(LANES[:1], noise=2.0, seeds=(0, 1, 2)))
    plot = portrait(racing, log=(False, False))
    plot.set_spread(Spread("median", True))
    singles = [stroke for stroke in plot.strokes.strokes if stroke.name.startswith("single")]
    assert len(singles) == 3
    np.testing.assert_allclose(singles[1].x, distances(racing, 0, 1)[singles[1].rows])
    assert "thin: single runs" in plot._curves.note


def test_two_seeds_are_two_paths(portrait):
    racing = Racing(surface_study(LANES[:1], noise=2.0, seeds=(4, 5)))
    plot = portrait(racing, frame=racing.frame(run=1), log=(False, False))
    thin, bold = plot.strokes.strokes
    assert thin.width < bold.width
    np.testing.assert_allclose(bold.y, racing.history.lanes[0].batch_loss[bold.rows, 1])


# -------------------------------------------------------------------- reading


def test_hover_finds_the_nearest_point_and_says_its_step(portrait, on_surface):
    plot = portrait(on_surface)
    step = 150
    x, y = distances(on_surface, 1)[step], on_surface.history.lanes[1].batch_loss[step, 0]
    told = []
    plot.hovered.connect(lambda value: told.append(value))
    hover(plot, np.log10(x), np.log10(y))
    text = plot.readout.text()
    assert "Momentum, step 1" in text
    found = int(text.split("Momentum, step ")[1].split("<")[0].split("\n")[0])
    assert abs(found - step) <= 3
    across, up = distances(on_surface, 1)[found], on_surface.history.lanes[1].batch_loss[found, 0]
    assert f"{across:.6g}" in text
    assert f"{up:.6g}" in text
    assert "Distance to minimum · Loss" in text
    assert text.index("Momentum</td>") < text.index("Adam</td>")  # the lane that is pointed at comes first
    assert f"{distances(on_surface, 2)[found]:.6g}" in text  # and the others at that instant
    assert (plot.guides.crosshair, plot.guides.crossing) == pytest.approx((np.log10(across), np.log10(up)))
    assert told[-1] == pytest.approx(across)


def test_when_the_mouse_leaves_nothing_stays(portrait, on_surface):
    plot = portrait(on_surface)
    hover(plot, *plot.box.viewRange()[0][:1], plot.box.viewRange()[1][0])
    mouse.move(plot, QPoint(2, 2))
    assert plot.guides.crosshair is plot.guides.crossing is None
    assert not plot.readout.isVisible()


def test_hover_shows_what_has_been_only(portrait, on_surface):
    plot = portrait(on_surface, frame=on_surface.frame(40))
    x, y = distances(on_surface, 1)[180], on_surface.history.lanes[1].batch_loss[180, 0]
    hover(plot, np.log10(x), np.log10(y))
    step = int(plot.readout.text().split("step ")[1].split("\n")[0].replace(",", ""))
    assert step <= 40


def test_a_click_on_a_path_chooses_its_lane(portrait, qtbot, on_surface):
    plot = portrait(on_surface, set_legend=False)
    with qtbot.waitSignal(plot.lane_clicked) as caught:
        mouse.click(plot, mouse.place_of(plot, *place(on_surface, 1, 195)))
    assert caught.args == [1]


def test_a_live_change_is_marked_on_the_path(portrait):
    change = Change(step=60, name="lr", value=0.01)
    racing = Racing(surface_study((LANES[0], lane("adam", 0.05, changes=(change,)))))
    plot = portrait(racing)
    (ring,) = (mark for mark in plot.signs.marks if mark.kind == "ring")
    assert 10**ring.x == pytest.approx(distances(racing, 1)[60])
    assert ring.tip == "Adam: lr = 0.01 from step 60"
    hover(plot, ring.x, ring.y)
    assert ring.tip in plot.readout.text()
    plot.show_frame(racing.frame(50))
    assert not [mark for mark in plot.signs.marks if mark.kind == "ring"]


def test_what_can_be_read_aloud(portrait, on_surface):
    plot = portrait(on_surface, frame=on_surface.frame(50))
    said = plot.describe()
    assert said.startswith("Loss against distance to minimum after 50 steps: ")
    best = min(float(history.batch_loss[50, 0]) for history in on_surface.history.lanes)
    assert f"{best:.4g} at " in said
    assert ", lowest" in said
    assert portrait().describe() == "Loss against distance to minimum: no race yet."


# -------------------------------------------------------------------- other races, copies


def test_a_reference_is_drawn_behind_it_and_read_beside_it(portrait, on_surface):
    plot = portrait(on_surface)
    other = Racing(surface_study((lane("rmsprop", 0.01),), steps=200))
    plot.set_reference(Reference.of(other.view, "other"))
    pale = plot.strokes.strokes[0]
    assert pale.lane < 0
    np.testing.assert_allclose(10**pale.x, distances(other)[pale.rows])
    assert "Compared with other: Loss against distance" in plot.describe()
    hover(
        plot,
        np.log10(distances(on_surface, 1)[150]),
        np.log10(on_surface.history.lanes[1].batch_loss[150, 0]),
    )
    assert "ref · RMSprop" in plot.readout.text()


def test_a_reference_without_one_of_them_is_left_out(portrait, on_data):
    plot = portrait(on_data, "batch_loss", "gradient_norm")
    plot.set_reference(Reference.of(Racing(surface_study()).view, "surface"))
    assert all(stroke.lane >= 0 for stroke in plot.strokes.strokes)


def test_another_axis_and_back_leaves_nothing_behind(portrait, on_surface):
    plot = portrait(on_surface)
    plot.set_x("steps")
    assert not isinstance(plot._curves, Portrait)
    plot.set_log(False, True)
    assert not [mark for mark in plot.signs.marks if mark.kind == "hollow"]
    assert plot.guides.crossing is None
    plot.set_x("distance")
    assert isinstance(plot._curves, Portrait)
    assert plot.axes["bottom"].title == "Distance to minimum"


def test_a_picture_shows_the_same(portrait, on_surface):
    plot = portrait(on_surface, frame=on_surface.frame(120))
    with figure_of(plot, 800, 500, DARK) as figure:
        assert figure.axes["bottom"].title == "Distance to minimum"
        np.testing.assert_array_equal(solid(figure).rows[-1], 120)
        assert count_of(painted(figure), DARK.lanes[1], 3) > 100
        assert figure.describe() == plot.describe()


def test_the_legend_gets_out_of_the_way(portrait, on_surface):
    plot = portrait(on_surface)  # from the upper right to the lower left
    assert plot.legend.corner in ("top left", "bottom right")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_theme_has_its_colours(portrait, on_surface, theme):
    plot = portrait(on_surface, theme=theme, frame=on_surface.frame(theme=theme), set_legend=False)
    assert all(count_of(painted(plot), theme.lanes[number], 3) > 30 for number in range(3))


# -------------------------------------------------------------------- much of it


def test_what_is_too_much_for_one_turn_is_taken_in_over_several(portrait, monkeypatch, qtbot):
    monkeypatch.setattr("app.ui.plots.portrait._AT_ONCE", 100)
    racing = Racing(surface_study())
    plot = CurvePlot(LIGHT)
    qtbot.addWidget(plot)
    plot.resize(640, 480)
    plot.set_x("distance")
    plot.set_race(racing.view)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_frame(racing.frame())
    assert plot._curves.pending
    assert [each.pairs for each in plot._curves._lanes] == [100, 0, 0]
    qtbot.waitUntil(lambda: not plot._curves.pending)
    assert [each.pairs for each in plot._curves._lanes] == [201] * 3
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0, 1, 2}


def test_a_picture_waits_for_all_of_it(portrait, monkeypatch, on_surface):
    monkeypatch.setattr("app.ui.plots.portrait._AT_ONCE", 100)
    plot = portrait(on_surface)
    with figure_of(plot, 500, 400) as figure:
        assert [each.pairs for each in figure._curves._lanes] == [201] * 3


def test_nothing_is_derived_for_a_muted_lane(portrait, on_surface):
    plot = portrait(on_surface, frame=on_surface.frame(solo=1))
    assert [each.pairs for each in plot._curves._lanes] == [0, 201, 0]
    assert {stroke.lane for stroke in plot.strokes.strokes} == {1}


def test_one_row_is_a_point_where_it_belongs(portrait):
    racing = Racing(surface_study(LANES[:1]), until=0)
    plot = portrait(racing, frame=replace(racing.frame(0), recorded=0))
    (head,) = (mark for mark in plot.signs.marks if mark.kind == "head")
    assert 10**head.x == pytest.approx(distances(racing)[0])
    assert np.isfinite(plot.box.viewRange()).all()


def test_plots_with_the_same_quantity_across_share_the_place(portrait, on_surface):
    first = portrait(on_surface)
    second = portrait(on_surface, "gradient_norm", log=(False, True))
    first.hovered.connect(second.show_crosshair)
    hover(first, *place(on_surface, 1, 150))
    assert second.guides.crosshair == pytest.approx(10**first.guides.crosshair)
    assert second.guides.crossing is None


def test_a_reference_is_whole_at_once_however_many_runs_it_has(portrait, on_surface, monkeypatch):
    monkeypatch.setattr("app.ui.plots.portrait._AT_ONCE", 100)
    plot = portrait(on_surface)
    other = Racing(surface_study(LANES, noise=1.0, seeds=(0, 1)))
    plot.set_reference(Reference.of(other.view, "two seeds"))
    assert [each.pairs for each in plot._companion._curves._lanes] == [201] * 3


def test_the_target_stands_where_the_loss_is(portrait):
    racing = Racing(surface_study(target=0.5))
    plot = portrait(racing, "gradient_norm", "loss")
    assert plot.guides.goal == (pytest.approx(np.log10(0.5)), "target 0.5")
    assert plot.guides.target is None
    plain = painted(plot)
    plot.guides.set_goal(None)
    assert (plain != painted(plot)).any()
    plot.set_x("suboptimality")
    assert plot.guides.goal is not None
    plot.set_x("distance")
    assert plot.guides.goal is None
    plot.set_quantity("loss")
    assert plot.guides.target is not None
