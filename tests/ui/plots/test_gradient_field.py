"""Arrows of a gradient field, against the gradient."""

import numpy as np
import pytest

from app.engine.surface import Surface, surfaces
from app.ui.plots.gradient_field import arrows
from app.ui.plots.overlay import Overlays
from app.ui.plots.stroke import Mapping
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots.pixels import painted


class Slope(Surface):
    """A function as a surface that is in no registry."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def evaluate(self, x, y):
        return self.function(x, y)


VIEW = Mapping(-2.0, 2.0, -1.0, 3.0, 400.0, 300.0)


def shafts(surface, view=VIEW):
    found = arrows(surface, view)
    return found[: len(found) // 3]


def test_they_point_where_a_step_downhill_goes_on_the_screen():
    surface = surfaces["rosenbrock"]()
    lines = shafts(surface)
    middle = 0.5 * (lines[:, :2] + lines[:, 2:])
    x = VIEW.left + middle[:, 0] / 100.0
    y = VIEW.top - middle[:, 1] / 75.0
    _, slope_x, slope_y = surface.evaluate(x, y)
    step = VIEW.points(x - 1e-6 * slope_x, y - 1e-6 * slope_y) - middle
    move = lines[:, 2:] - lines[:, :2]
    along = (step * move).sum(axis=1) / np.hypot(*step.T) / np.hypot(*move.T)
    assert along == pytest.approx(np.ones(len(along)), abs=1e-5)
    assert len(lines) > 60


def test_equal_ratios_of_slopes_are_equal_differences_of_lengths():
    lines = shafts(Slope(lambda x, y: (np.exp(3 * x), 3 * np.exp(3 * x), 0 * y)))
    length = np.hypot(*(lines[:, 2:] - lines[:, :2]).T)
    first_row = length[lines[:, 1] < 30]
    assert (np.diff(first_row)[1:-1] > 0).all()
    assert np.diff(first_row)[1:-1] == pytest.approx(np.diff(first_row)[1], rel=1e-6)
    assert length.min() >= 5.0
    assert length.max() <= 26.0


def test_there_is_none_where_there_is_no_slope():
    flat = Slope(lambda x, y: (0 * x, 0 * x, 0 * y))
    assert len(shafts(flat)) == 0
    half = Slope(lambda x, y: (x, np.where(x > 0, 1.0, np.nan), np.where(x > 0, 0.0, np.inf)))
    lines = shafts(half)
    assert len(lines)
    assert (lines[:, 0] > 190).all()


def test_an_even_slope_has_arrows_of_one_length():
    lines = shafts(Slope(lambda x, y: (x, 1.0, 0.0)))
    assert np.hypot(*(lines[:, 2:] - lines[:, :2]).T) == pytest.approx(15.5)


def test_it_is_on_the_surface_while_it_is_switched_on(shown, on_surface, on_data):
    plot = shown(TrajectoryPlot, on_surface)
    before = painted(plot)
    plot.set_overlays(Overlays(gradient=True))
    assert (painted(plot) != before).mean() > 0.01
    plot.set_race(on_data.view)
    assert not plot.field.shown
    plot.set_race(on_surface.view)
    assert plot.field.shown
    plot.show_frame(on_surface.frame())
    with_it = painted(plot)
    plot.set_overlays(Overlays())
    assert not plot.field.shown
    assert (painted(plot) != with_it).mean() > 0.01
