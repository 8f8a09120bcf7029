"""Paths on a surface, also on those whose points are not simply (x, y): slices, and games of many rounds."""

import numpy as np
import pytest

from app.study.spec import DataSpec, Study
from app.ui.plots.paths import Paths, SurfacePaths
from app.ui.plots.segment import exit_of
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import LIGHT
from tests.ui.plots.racing import Racing, lane, surface_study

VIEW = (-2.0, 2.0, -1.0, 3.0, 400.0, 300.0)
ADAM = (lane("adam", 0.05), lane("gradient_descent", 0.01))


@pytest.fixture(scope="module")
def sliced():
    values = {"n": 200, "across": 3, "upwards": 150}
    return Racing(surface_study(ADAM, 900, "quadratic", parameters=values, seeds=(0, 1), spread=0.2))


@pytest.fixture(scope="module")
def online():
    return Racing(surface_study(ADAM, 90, "reddi", parameters={"c": 3.0, "period": 3}))


def test_a_slice_is_seen_at_its_snapshots(sliced):
    source = SurfacePaths(sliced.history.lanes, sliced.view.problem)
    history, surface = sliced.history.lanes[0], sliced.view.problem.surface
    rows = source.rows_until(0, 900)
    assert rows == len(history.plan.snapshot_at) == 600
    assert (source.step_of(0, 0), source.step_of(0, rows - 1)) == (0, 900)
    assert source.rows_until(0, source.step_of(0, 77)) == 78
    for run in (0, 1, 0):
        few, all_of_them = source.points(0, run, 5), source.points(0, run, rows)
        np.testing.assert_array_equal(all_of_them[:5], few)
        expected = history.snapshots[:, run] @ surface.basis[:, [2, 149]]
        np.testing.assert_allclose(all_of_them, expected, atol=1e-12)


def test_a_slice_has_a_plane_of_its_main_directions_too(shown, sliced):
    plot = shown(TrajectoryPlot, sliced)
    assert plot.views() == ("surface", "landscape", "plane")
    assert plot.axes["bottom"].labelText == "eigendirection 3"
    assert plot.axes["left"].labelText == "eigendirection 150"
    heads = {mark.lane: (mark.x, mark.y) for mark in plot.signs.marks if mark.kind == "head"}
    np.testing.assert_allclose(heads[0], plot.scene_shown.paths.source.points(0, 0, 600)[-1])
    plot.set_view("plane")
    assert "main direction" in plot.axes["bottom"].labelText
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0, 1}


def test_rounds_rise(shown, online):
    plot = shown(TrajectoryPlot, online, frame=online.frame(45))
    assert plot.views() == ("surface", "landscape")
    assert plot.axes["left"].labelText == "share of the race"
    heads = {mark.lane: (mark.x, mark.y) for mark in plot.signs.marks if mark.kind == "head"}
    assert heads[0] == (online.history.lanes[0].theta[45, 0, 0], 0.5)


def test_another_function_is_another_place(shown):
    def typed(text, **more):
        return Racing(surface_study(ADAM, 5, "custom", expression=text, **more)).view

    plot = shown(TrajectoryPlot, Racing(surface_study(ADAM, 5, "custom", expression="x^2 + a*y^2")))
    plot.set_view_range((1.0, 2.0), (1.0, 2.0))
    plot.following = False
    plot.set_race(typed("x^2 + a*y^2", parameters={"a": 2.0}))
    assert not plot.following, "a slider keeps the view"
    plot.set_race(typed("x^2 + a*y^4"))
    assert plot.following
    plot.following = False
    plot.set_race(typed("x^2 + a*y^4", domain=(-1.0, 1.0, -1.0, 1.0)))
    assert plot.following
    plot.set_race(Racing(Study(problem=DataSpec(dataset="iris", model="softmax"), epochs=1)).view)
    assert plot.views() == ("plane", "relief")


class Moved:
    """A source whose points can be moved, as those of a plane that is computed anew."""

    def __init__(self, source):
        self._source = source
        self.by = 0.0

    def points(self, lane, run, rows):
        return self._source.points(lane, run, rows) + self.by

    def __getattr__(self, name):
        return getattr(self._source, name)


def crosses(found):
    return [(mark.x, mark.y) for mark in found[1] if mark.kind == "cross"]


@pytest.mark.parametrize("tick", [0, 1, 57, 200])
def test_surface_points_up_to_the_playhead(on_surface, tick):
    source = SurfacePaths(on_surface.history.lanes, on_surface.view.problem)
    assert source.rows_until(0, tick) == tick + 1
    assert source.step_of(0, tick) == tick
    np.testing.assert_array_equal(
        source.points(0, 0, tick + 1), on_surface.history.lanes[0].theta[: tick + 1, 0]
    )


def test_few_steps_have_dots(on_surface):
    paths = Paths(on_surface.history.lanes, SurfacePaths(on_surface.history.lanes, on_surface.view.problem))
    strokes, _ = paths.draw(on_surface.frame(20), VIEW, LIGHT, "#ffffff")
    assert [len(stroke.x) for stroke in strokes if stroke.dots] == [21] * 3
    strokes, _ = paths.draw(on_surface.frame(100), VIEW, LIGHT, "#ffffff")
    assert not any(stroke.dots for stroke in strokes)


def test_a_lane_that_diverged_ends_where_it_did(blown_up):
    lanes = blown_up.history.lanes
    paths = Paths(lanes, SurfacePaths(lanes, blown_up.view.problem))
    at = int(lanes[1].diverged_at[0])
    assert len(paths.points(blown_up.frame(), 1)) == at + 1
    found = paths.draw(blown_up.frame(), VIEW, LIGHT, "")
    (place,) = crosses(found)
    np.testing.assert_allclose(place, exit_of(lanes[1].theta[: at + 1, 0], -2.0, -1.0, 2.0, 3.0))


def test_the_cross_follows_points_that_have_moved(blown_up):
    source = Moved(SurfacePaths(blown_up.history.lanes, blown_up.view.problem))
    paths = Paths(blown_up.history.lanes, source)
    (before,) = crosses(paths.draw(blown_up.frame(), VIEW, LIGHT, ""))
    source.by = 0.3
    paths.clear()
    (after,) = crosses(paths.draw(blown_up.frame(), VIEW, LIGHT, ""))
    assert after != before


def test_of_many_that_diverged_only_crosses_are_left():
    racing = Racing(surface_study([lane("gradient_descent", 0.05 + 0.01 * n) for n in range(4)]))
    paths = Paths(racing.history.lanes, SurfacePaths(racing.history.lanes, racing.view.problem))
    marks = [mark for mark in paths.draw(racing.frame(), VIEW, LIGHT, "")[1] if mark.kind == "cross"]
    assert [mark.label for mark in marks] == [""] * 4
    assert all("diverged at step" in mark.tip for mark in marks)
