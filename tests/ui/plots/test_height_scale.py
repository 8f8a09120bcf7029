"""Heights from 0 to 1, plain and as logarithms."""

import numpy as np
import pytest

from app.ui.plots.height_scale import HeightScale

VALUES = np.linspace(0.0, 100.0, 1001).reshape(7, 143)


def test_plain_heights_are_even():
    scale = HeightScale.fit(VALUES, 0.0, False)
    assert scale.rise(np.array([0.0, scale.high])).tolist() == [0.0, 1.0]
    assert scale.rise(np.array([0.5 * scale.high]))[0] == pytest.approx(0.5)


def test_logarithms_make_each_power_of_ten_as_high():
    scale = HeightScale.fit(VALUES + 3.0, 3.0, True)
    one, ten = scale.rise(np.array([4.0, 13.0]))
    assert ten - one == pytest.approx(1 / (scale.high - scale.low))
    assert scale.rise(np.array([3.0]))[0] == 0.0


def test_more_is_flat_where_a_larger_share_is_the_floor():
    few, many = (HeightScale.fit(VALUES, 0.0, True, share) for share in (0.4, 5.0))
    assert many.low > few.low


def test_without_anything_above_the_lowest_there_is_no_logarithm():
    assert not HeightScale.fit(np.full((3, 3), 2.0), 2.0, True).log


@pytest.mark.filterwarnings("error")
def test_what_is_no_number_has_no_height_and_what_is_flat_is_in_the_middle():
    scale = HeightScale.fit(np.full((3, 3), 2.0), None, False)
    found = scale.rise(np.array([2.0, np.nan, np.inf, -np.inf]))
    assert found[0] == 0.5
    assert np.isnan(found[1:]).all()
