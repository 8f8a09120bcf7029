import pytest

from app.ui.plots.plane_extent import CAPTION, MARGIN, around, outgrown


def test_a_margin_is_around_what_is_drawn_and_a_larger_one_below():
    assert around(None, 0.0, 10.0) == pytest.approx((-10 * MARGIN, 10 + 10 * MARGIN))
    assert around(None, 0.0, 10.0, CAPTION)[0] == pytest.approx(-10 * CAPTION)


def test_a_range_is_kept_while_what_is_drawn_fits_well():
    now = (-2.0, 12.0)
    assert around(now, 0.0, 10.0) is now
    assert around(now, 0.0, 13.0) != now
    assert around(now, 0.0, 3.0) != now


def test_one_point_and_its_rounding_is_a_range_too():
    low, high = around(None, -3e-16, 2e-16)
    assert high - low == pytest.approx(2e-3)


def test_what_is_known_of_the_loss_grows_only_where_paths_have_left_it():
    assert outgrown((-1.0, 1.0), -0.5, 0.9) == (-1.0, 1.0)
    low, high = outgrown((-1.0, 1.0), -3.0, 0.9)
    assert low < -3.0
    assert high == 1.0
