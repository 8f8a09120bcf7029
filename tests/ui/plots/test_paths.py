import numpy as np
import pytest

from app.ui.plots.paths import Paths, SurfacePaths
from app.ui.plots.segment import exit_of
from app.ui.theme import LIGHT
from tests.ui.plots.racing import Racing, lane, surface_study

VIEW = (-2.0, 2.0, -1.0, 3.0, 400.0, 300.0)


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
    source = SurfacePaths(on_surface.history.lanes)
    assert source.rows_until(0, tick) == tick + 1
    assert source.step_of(0, tick) == tick
    np.testing.assert_array_equal(
        source.points(0, 0, tick + 1), on_surface.history.lanes[0].theta[: tick + 1, 0]
    )


def test_few_steps_have_dots(on_surface):
    paths = Paths(on_surface.history.lanes, SurfacePaths(on_surface.history.lanes))
    strokes, _ = paths.draw(on_surface.frame(20), VIEW, LIGHT, "#ffffff")
    assert [len(stroke.x) for stroke in strokes if stroke.dots] == [21] * 3
    strokes, _ = paths.draw(on_surface.frame(100), VIEW, LIGHT, "#ffffff")
    assert not any(stroke.dots for stroke in strokes)


def test_a_lane_that_diverged_ends_where_it_did(blown_up):
    lanes = blown_up.history.lanes
    paths = Paths(lanes, SurfacePaths(lanes))
    at = int(lanes[1].diverged_at[0])
    assert len(paths.points(blown_up.frame(), 1)) == at + 1
    found = paths.draw(blown_up.frame(), VIEW, LIGHT, "")
    (place,) = crosses(found)
    np.testing.assert_allclose(place, exit_of(lanes[1].theta[: at + 1, 0], -2.0, -1.0, 2.0, 3.0))


def test_the_cross_follows_points_that_have_moved(blown_up):
    source = Moved(SurfacePaths(blown_up.history.lanes))
    paths = Paths(blown_up.history.lanes, source)
    (before,) = crosses(paths.draw(blown_up.frame(), VIEW, LIGHT, ""))
    source.by = 0.3
    paths.clear()
    (after,) = crosses(paths.draw(blown_up.frame(), VIEW, LIGHT, ""))
    assert after != before


def test_of_many_that_diverged_only_crosses_are_left():
    racing = Racing(surface_study([lane("gradient_descent", 0.05 + 0.01 * n) for n in range(4)]))
    paths = Paths(racing.history.lanes, SurfacePaths(racing.history.lanes))
    marks = [mark for mark in paths.draw(racing.frame(), VIEW, LIGHT, "")[1] if mark.kind == "cross"]
    assert [mark.label for mark in marks] == [""] * 4
    assert all("diverged at step" in mark.tip for mark in marks)
