import numpy as np
import pytest

from app.ui.plots.limits import FARTHEST, Extent, hold, round_end, sane_limits


def extent(*values, diverged=False):
    return Extent(np.array(values, dtype=float), values[0], diverged)


def test_all_lanes_fit():
    limits, leaving = sane_limits([extent(10.0, 1.0), extent(5.0, 0.1)], log=True)
    assert limits == (0.1, 10.0)
    assert leaving == 0


@pytest.mark.parametrize("wild", [1e300, np.inf, np.nan])
def test_a_diverging_lane_does_not_squeeze_the_others(wild):
    limits, leaving = sane_limits([extent(10.0, 1.0), extent(10.0, 20.0, wild, diverged=True)], log=True)
    assert limits == (1.0, 20.0)
    assert leaving == (0 if np.isnan(wild) else 1)


def test_a_diverging_lane_on_a_linear_axis():
    lanes = [extent(10.0, 0.0), extent(10.0, 12.0, 14.9, 1e9, diverged=True)]
    limits, leaving = sane_limits(lanes, log=False)
    assert limits == (0.0, 14.9)
    assert leaving == 1


@pytest.mark.parametrize("log", [True, False])
def test_all_lanes_diverge(log):
    limits, leaving = sane_limits([extent(2.0, 5.0, 1e200, diverged=True)], log)
    assert limits is not None
    assert limits[1] <= 2e3
    assert leaving == 1


def test_a_lane_that_goes_to_nothing_is_not_followed_for_ever():
    (low, _), leaving = sane_limits([extent(1.0, 1e-5, 1e-300), extent(1.0, 0.1)], log=True)
    assert low == 1e-5
    assert leaving == 1


@pytest.mark.parametrize("log", [True, False])
def test_nothing_to_show(log):
    assert sane_limits([], log) == (None, 0)
    assert sane_limits([extent(np.nan)], log) == (None, 0)


def test_only_zeros_on_a_logarithmic_axis():
    assert sane_limits([extent(0.0, 0.0)], log=True) == (None, 0)


def test_a_range_that_fits_is_kept():
    now = hold(None, 0.0, 10.0)
    assert hold(now, 1.0, 9.5) == now
    assert hold(now, 0.0, 10.0) == now


def test_a_side_that_is_outgrown_moves_farther_than_it_must():
    now = hold(None, 0.0, 10.0)
    low, high = hold(now, 0.0, 11.0)
    assert high > 11.0 + 0.06 * 11
    assert low <= 0.0
    assert hold((low, high), 0.0, 11.5) == (low, high)


def test_a_range_that_is_far_too_wide_shrinks():
    assert hold((0.0, 100.0), 1.0, 10.0)[1] < 12


def test_the_end_fits_tightly():
    assert hold((0.0, 15.0), 0.0, 10.0, tight=True) == pytest.approx((-0.6, 10.6))


@pytest.mark.parametrize("value", [0.0, 3.0, -4.0, 1e100])
def test_one_value_has_room_around_it(value):
    low, high = hold(None, value, value)
    assert low < value < high


def test_the_axis_is_the_end_halved():
    assert round_end(499.0, 500.0) == 500.0
    assert round_end(251.0, 500.0) == 500.0
    assert round_end(250.0, 500.0) == 250.0
    assert round_end(20.0, 500.0) == 31.25
    assert round_end(5.0, None) == 8.0


@pytest.mark.parametrize("end", [1.0, 500.0, 1e6, None])
def test_the_axis_holds_what_is_reached(end):
    for reached in (0.0, 1e-3, 0.7, 1.0):
        assert round_end(reached, end) >= reached
        assert round_end(reached, end) > 0


@pytest.mark.parametrize(("low", "high"), [(-1e308, 1e308), (0.0, 1e308), (1e308, 1e308), (1e300, 1e307)])
def test_a_view_stays_where_it_can_be_painted(low, high):
    found = hold(None, low, high)
    assert -FARTHEST <= found[0] < found[1] <= FARTHEST
