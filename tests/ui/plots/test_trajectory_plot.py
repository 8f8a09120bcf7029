import pytest

from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots.pixels import painted
from tests.ui.plots.racing import Racing, data_study


@pytest.fixture(scope="module")
def digits():
    return Racing(data_study("digits", epochs=1))


def test_each_race_has_its_views(shown, on_surface, on_data, digits):
    plot = shown(TrajectoryPlot)
    assert (plot.views(), plot.view_name) == ((), "")
    expected = (
        (on_surface, ("surface", "landscape")),
        (on_data, ("regions", "plane", "relief")),
        (digits, ("plane", "relief")),
    )
    for racing, views in expected:
        plot.set_race(racing.view)
        assert plot.views() == views
        assert plot.view_name == views[0]


def test_another_view_shows_the_same_frame(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, frame=on_data.frame(30))
    before = painted(plot)
    plot.set_view("plane")
    assert plot.frame.tick == 30
    assert plot.strokes.strokes
    assert (painted(plot) != before).any()
    plot.set_view("regions")
    assert not [mark for mark in plot.signs.marks if mark.kind == "ring"]
    assert (painted(plot) == before).all()


def test_a_wish_is_kept_for_a_race_that_can_meet_it(shown, on_surface, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane")
    plot.set_race(on_surface.view)
    assert plot.view_name == "surface"
    plot.set_race(on_data.view)
    assert plot.view_name == "plane"


@pytest.mark.parametrize("view", ["regions", "plane"])
def test_from_a_surface_to_data_and_back_nothing_is_left_over(shown, on_surface, on_data, view):
    plot = shown(TrajectoryPlot, on_surface)
    before = _state(plot)
    plot.set_view(view)
    plot.set_race(on_data.view)
    plot.show_frame(on_data.frame())
    assert _state(plot) != before
    plot.set_race(on_surface.view)
    plot.show_frame(on_surface.frame())
    assert _state(plot) == before


def _state(plot):
    """Return all that a scene may have changed."""
    return (
        plot.box.viewRange(), plot.signs.marks, plot.caption.lines, plot.caption.notice, plot.scatter.groups,
        plot.legend.spots, plot.legend.corner, plot.legend._rows, plot.grid.shown, plot.start.isVisible(),
        {name: axis.title for name, axis in plot.axes.items()},
        [(stroke.key, stroke.style, len(stroke.x)) for stroke in plot.strokes.strokes],
    )  # fmt: skip


def test_without_a_race_only_the_notice_is_left(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    plot.set_race(None)
    assert "Nothing is being raced yet" in plot.caption.notice
    assert plot.strokes.strokes == []
    assert plot.signs.marks == ()
    assert plot.backdrop.image is None
    assert plot.describe() == "No race yet."
