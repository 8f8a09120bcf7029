import numpy as np
import pytest

from app.ui.plots.plane_words import AT_START
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots import mouse
from tests.ui.plots.pixels import afresh, painted
from tests.ui.plots.racing import Racing, data_study, lane


@pytest.fixture(scope="module")
def seeds():
    return Racing(data_study("iris", seeds=(0, 1)))


def test_paths_begin_at_the_ring(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    ring = plot.signs.marks[0]
    assert (ring.kind, ring.x, ring.y, ring.label) == ("ring", 0.0, 0.0, "start")
    for index in range(2):
        first = min((s for s in plot.strokes.strokes if s.lane == index), key=lambda stroke: stroke.rows[0])
        np.testing.assert_allclose((first.x[0], first.y[0]), 0.0, atol=1e-12)


def test_everything_recorded_is_in_view(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    (left, right), (bottom, top) = plot.box.viewRange()
    for stroke in plot.strokes.strokes:
        assert left < np.nanmin(stroke.x) <= np.nanmax(stroke.x) < right
        assert bottom < np.nanmin(stroke.y) <= np.nanmax(stroke.y) < top


def test_axes_say_how_much_they_hold(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    shares = plot.scene_shown.source.shares
    assert plot.axes["bottom"].title == f"First main direction ({100 * shares[0]:.0f} % of the variance)"
    assert plot.caption.lines == (
        "A projection can mislead: the fainter a path, the farther off this plane.",
    )
    assert plot.legend._note.startswith("fainter: off the plane, up to ")


def test_while_it_goes_on_the_plane_follows(shown, qtbot):
    racing = Racing(data_study(epochs=8), until=20)
    plot = shown(TrajectoryPlot, racing, set_view="plane")
    for tick in range(30, 89, 10):
        racing.advance(tick)
        plot.show_frame(racing.frame())
        painted(plot)
    qtbot.waitUntil(lambda: plot.scene_shown.source.fitted == plot.scene_shown.source.count)
    kept = painted(plot)
    np.testing.assert_array_equal(kept, afresh(plot))
    heads = [mark for mark in plot.signs.marks if mark.kind == "head"]
    (left, right), (bottom, top) = plot.box.viewRange()
    assert all(left < mark.x < right and bottom < mark.y < top for mark in heads)


def test_only_lanes_that_are_shown_decide_the_plane(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    before = plot.scene_shown.source.directions
    plot.show_frame(on_data.frame(solo=0))
    assert not np.allclose(plot.scene_shown.source.directions, before)
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0}


def test_hover_reads_the_step_nearby(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    head = plot.signs.marks[-1]
    mouse.move(plot, mouse.place_of(plot, head.x, head.y))
    history = on_data.history.lanes[head.lane]
    last = int(history.plan.snapshot_at[history.snapshot_length - 1])
    assert f"step {last}" in plot.readout.text()
    assert f"{history.batch_loss[last, 0]:.6g}" in plot.readout.text()


def test_hover_beside_the_paths_says_nothing(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    head = plot.signs.marks[-1]
    mouse.move(plot, mouse.place_of(plot, head.x, head.y))
    left, top, _, _ = plot.plot_area()
    empty = next(
        place
        for place in (mouse.place_of(plot, *at) for at in _grid(plot))
        if plot.strokes.lane_at(plot.box.mapFromScene(plot.mapToScene(place)), 20.0) < 0
    )
    mouse.move(plot, empty)
    assert not plot.readout.isVisible()
    assert left < empty.x()
    assert top < empty.y()


def _grid(plot):
    (left, right), (bottom, top) = plot.box.viewRange()
    for across in np.linspace(0.1, 0.9, 9):
        for up in np.linspace(0.1, 0.9, 9):
            yield left + across * (right - left), bottom + up * (top - bottom)


def test_a_click_on_a_path_chooses_its_lane(shown, qtbot, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    for head in plot.signs.marks[1:]:
        with qtbot.waitSignal(plot.lane_clicked) as caught:
            mouse.click(plot, mouse.place_of(plot, head.x, head.y))
        assert caught.args == [head.lane]


def test_another_seed_is_another_plane(shown, seeds):
    plot = shown(TrajectoryPlot, seeds)
    assert plot.views() == ("plane", "relief")
    before = plot.scene_shown.source.directions
    plot.show_frame(seeds.frame(run=1))
    assert not np.allclose(plot.scene_shown.source.directions, before)


def test_one_point_is_a_picture_too(shown):
    racing = Racing(data_study("iris"), until=0)
    plot = shown(TrajectoryPlot, racing)
    painted(plot)
    assert np.isfinite(plot.box.viewRange()).all()
    assert (np.diff(plot.box.viewRange()) > 0).all()


def test_a_diverged_lane_does_not_squeeze_the_others(shown):
    lanes = (lane("sgd", 0.05, batch_size=32), lane("sgd", 1e6, batch_size=32))
    racing = Racing(data_study("diabetes", lanes=lanes))
    assert racing.history.lanes[1].diverged_at[0] >= 0
    plot = shown(TrajectoryPlot, racing)
    calm = plot.scene_shown.paths.points(plot.frame, 0)
    (left, right), _ = plot.box.viewRange()
    assert np.ptp(calm, axis=0).sum() > 0.02 * (right - left)
    assert [mark.kind for mark in plot.signs.marks].count("cross") == 1


def test_what_is_shown_is_also_said(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    assert plot.describe().startswith("Plane of the weights, ")
    assert "ready to race" in plot.scene_shown.describe(None)


def test_a_path_is_as_faint_as_it_is_far_off(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    scene = plot.scene_shown
    (left, right), (bottom, top) = scene._home
    reach = 0.5 * np.hypot(right - left, top - bottom)
    seen = {0: set(), 1: set()}
    for stroke in plot.strokes.strokes:
        away = scene.source.distances(stroke.lane, 0, stroke.rows[-1] + 1)[stroke.rows]
        ends = np.flatnonzero(~np.isnan(stroke.x[1:]) & ~np.isnan(stroke.x[:-1])) + 1
        level = int(stroke.name.rsplit(" ", 1)[1])
        np.testing.assert_array_equal(np.clip(np.floor(4 * away[ends] / reach + 0.5), 0, 4), level)
        seen[stroke.lane] |= set(stroke.rows[ends])
    for index, rows in seen.items():
        assert rows == set(range(1, on_data.history.lanes[index].snapshot_length))


def test_hover_says_how_far_off_the_plane_and_what_the_loss_is_there(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    head = plot.signs.marks[-1]
    mouse.move(plot, mouse.place_of(plot, head.x, head.y))
    history, source = on_data.history.lanes[head.lane], plot.scene_shown.source
    last = history.snapshot_length
    away = source.distances(head.lane, 0, last)[-1]
    assert f"{away:.3g}" in plot.readout.text()
    assert f"{history.evaluated['loss'][history.evaluated_length - 1, 0]:.6g}" in plot.readout.text()
    theta = source.plane.weights(source.points(head.lane, 0, last)[-1:])
    train = on_data.view.problem.split.train
    there = on_data.view.problem.model.evaluate(theta, train.features[None], train.targets[None])[0][0]
    assert f"{there:.6g}" in plot.readout.text()
    assert there != pytest.approx(history.evaluated["loss"][history.evaluated_length - 1, 0], rel=1e-3)


def test_where_nothing_is_off_the_plane_nothing_is_said_of_it(shown):
    racing = Racing(data_study(epochs=8), until=0)
    plot = shown(TrajectoryPlot, racing, set_view="plane")
    assert plot.legend._note == ""
    assert plot.caption.lines == (AT_START,)
    assert plot.axes["bottom"].title == "First main direction"
    racing.advance(80)
    plot.show_frame(racing.frame())
    plot.settle()
    assert plot.legend._note.startswith("fainter: off the plane")
