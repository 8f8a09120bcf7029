import numpy as np
import pytest

from app.ui.plots.bands import Band
from app.ui.plots.curve_plot import CurvePlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import painted


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def plot(request, shown):
    """Return an empty plot of which the view is known."""
    plot = shown(CurvePlot, theme=request.param)
    plot.caption.set_notice("")
    plot.set_grid(False)
    plot.set_view_range((0.0, 10.0), (0.0, 10.0))
    plot.grab()
    return plot


def filled(plot, low, high):
    """Return which share of each tenth of the view, from left to right, a band covers."""
    plot.bands.set_bands([])
    before = painted(plot)
    x = np.linspace(0.0, 10.0, len(low))
    plot.bands.set_bands([Band((x, np.array(low)), (x, np.array(high)), "#ff0000")])
    left, top, right, bottom = plot.plot_area()
    changed = (painted(plot) != before).any(axis=-1)[top:bottom, left:right]
    return np.array([part.mean() for part in np.array_split(changed, 10, axis=1)])


def test_it_fills_what_lies_between(plot):
    np.testing.assert_allclose(filled(plot, [2.0] * 11, [7.0] * 11), 0.5, atol=0.02)


def test_it_is_soft(plot):
    filled(plot, [2.0] * 11, [7.0] * 11)
    left, top, right, bottom = plot.plot_area()
    middle = painted(plot)[(top + bottom) // 2, (left + right) // 2]
    ground = np.array([int(plot.theme.plot[at : at + 2], 16) for at in (1, 3, 5)])
    assert 10 < np.abs(middle - ground).max() < 70


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_where_no_edge_has_a_value_there_is_nothing(plot, hole):
    low, high = np.full(11, 2.0), np.full(11, 7.0)
    low[5:] = high[5:] = hole
    shares = filled(plot, low, high)
    np.testing.assert_allclose(shares[:4], 0.5, atol=0.02)
    np.testing.assert_allclose(shares[5:], 0.0, atol=0.02)


@pytest.mark.parametrize(("edge", "share"), [("high", 0.8), ("low", 0.7)])
def test_where_one_edge_has_no_value_it_reaches_to_the_border(plot, edge, share):
    edges = {"low": np.full(11, 2.0), "high": np.full(11, 7.0)}
    edges[edge][6:] = np.nan
    shares = filled(plot, edges["low"], edges["high"])
    np.testing.assert_allclose(shares[:5], 0.5, atol=0.02)
    np.testing.assert_allclose(shares[6:], share, atol=0.02)


def test_out_of_view_it_ends_at_the_border(plot):
    np.testing.assert_allclose(filled(plot, [-1e12] * 11, [1e12] * 11), 1.0, atol=0.02)


def test_too_few_points_are_no_area(plot):
    assert filled(plot, [2.0], [7.0]).sum() == 0
    assert filled(plot, [np.nan] * 11, [np.nan] * 11).sum() == 0
