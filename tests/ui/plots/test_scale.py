import math

import numpy as np
import pytest

from app.ui.plots.scale import FLOOR, Scale


def test_linear_keeps_finite_numbers_and_drops_the_rest():
    values = np.array([0.0, -1.0, 1e308, np.nan, np.inf, -np.inf])
    np.testing.assert_array_equal(Scale().view(values), [0.0, -1.0, 1e308, np.nan, np.nan, np.nan])


def test_log_drops_what_has_no_logarithm():
    values = np.array([100.0, 1.0, 0.0, -5.0, np.nan, np.inf, 1e308])
    np.testing.assert_allclose(Scale(log=True).view(values), [2, 0, np.nan, np.nan, np.nan, np.nan, 308])


def test_log_clips_denormals_to_a_floor():
    assert Scale(log=True).at(5e-324) == pytest.approx(math.log10(FLOOR))
    assert Scale(log=True).at(1e-300) == pytest.approx(-300)


def test_the_numbers_given_are_not_changed():
    values = np.array([0.0, np.inf])
    Scale(log=True).view(values)
    np.testing.assert_array_equal(values, [0.0, np.inf])


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [1e-12, 0.5, 3.0, 1e200])
def test_there_and_back(log, value):
    scale = Scale(log)
    assert scale.value(scale.at(value)) == pytest.approx(value)


def test_a_place_beyond_every_float_is_infinite():
    assert Scale(log=True).value(400.0) == math.inf


def test_hidden():
    values = np.array([1.0, 0.0, -1.0, np.nan, np.inf])
    assert Scale().hidden(values).tolist() == [False, False, False, True, True]
    assert Scale(log=True).hidden(values).tolist() == [False, True, True, True, True]
