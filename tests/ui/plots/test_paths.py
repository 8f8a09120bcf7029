"""Points of surfaces that are not simply (x, y): a slice of many dimensions, and a game of many rounds."""

import numpy as np
import pytest

from app.study.spec import DataSpec, Study
from app.ui.plots.paths import SurfacePaths
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots.racing import Racing, lane, surface_study

ADAM = (lane("adam", 0.05), lane("gradient_descent", 0.01))


@pytest.fixture(scope="module")
def sliced():
    values = {"n": 200, "first": 3, "second": 150}
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
    assert plot.views() == ("surface", "plane")
    assert plot.axes["bottom"].labelText == "eigendirection 3"
    assert plot.axes["left"].labelText == "eigendirection 150"
    heads = {mark.lane: (mark.x, mark.y) for mark in plot.signs.marks if mark.kind == "head"}
    np.testing.assert_allclose(heads[0], plot.scene_shown.paths.source.points(0, 0, 600)[-1])
    plot.set_view("plane")
    assert "main direction" in plot.axes["bottom"].labelText
    assert {stroke.lane for stroke in plot.strokes.strokes} == {0, 1}


def test_rounds_rise(shown, online):
    plot = shown(TrajectoryPlot, online, frame=online.frame(45))
    assert plot.views() == ("surface",)
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
    assert plot.views() == ("plane",)
