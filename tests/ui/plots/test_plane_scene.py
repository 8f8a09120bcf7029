import numpy as np
import pytest

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
    for stroke in plot.strokes.strokes:
        np.testing.assert_allclose((stroke.x[0], stroke.y[0]), 0.0, atol=1e-12)


def test_everything_recorded_is_in_view(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    (left, right), (bottom, top) = plot.box.viewRange()
    for stroke in plot.strokes.strokes:
        assert left < stroke.x.min() <= stroke.x.max() < right
        assert bottom < stroke.y.min() <= stroke.y.max() < top


def test_axes_say_how_much_they_hold(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    shares = plot.scene_shown.source.shares
    assert plot.axes["bottom"].title == f"First main direction ({100 * shares[0]:.0f} % of the movement)"
    assert "A projection" in plot.caption.lines[0]


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
    assert plot.views() == ("plane",)
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
    calm = next(stroke for stroke in plot.strokes.strokes if stroke.lane == 0)
    (left, right), _ = plot.box.viewRange()
    assert np.ptp(calm.x) + np.ptp(calm.y) > 0.02 * (right - left)
    assert [mark.kind for mark in plot.signs.marks].count("cross") == 1


def test_what_is_shown_is_also_said(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    assert plot.describe().startswith("Plane of the weights, ")
    assert "ready to race" in plot.scene_shown.describe(None)
