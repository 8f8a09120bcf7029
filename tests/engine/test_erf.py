import math

import numpy as np
import pytest
from scipy import special

from app.engine.erf import Erf


def both(values):
    out, slope = np.empty_like(values), np.empty_like(values)
    Erf()(values, out, slope)
    return out, slope


def test_it_is_the_error_function_to_the_last_digits():
    values = np.linspace(-7, 7, 700_001)
    out, slope = both(values)
    assert np.abs(out - special.erf(values)).max() < 5e-16
    assert np.abs(slope - 2 / math.sqrt(math.pi) * np.exp(-(values**2))).max() < 1e-15


def test_it_agrees_with_the_standard_library():
    values = np.random.default_rng(0).normal(size=5000, scale=2)
    assert np.abs(both(values)[0] - [math.erf(value) for value in values]).max() < 5e-16


def test_small_numbers_keep_their_digits():
    values = np.geomspace(1e-300, 1, 100_000)
    assert np.abs(both(values)[0] / special.erf(values) - 1).max() < 1e-14


def test_it_is_odd():
    values = np.random.default_rng(1).normal(size=1000)
    assert np.array_equal(both(values)[0], -both(-values)[0])


def test_infinities_and_nan():
    with np.errstate(all="ignore"):
        out, slope = both(np.array([np.inf, -np.inf, np.nan, 0.0, -0.0, 1e200]))
    assert np.array_equal(out, [1, -1, np.nan, 0, 0, 1], equal_nan=True)
    assert np.signbit(out[4])
    assert np.array_equal(slope[[0, 1, 2, 5]], [0, 0, np.nan, 0], equal_nan=True)


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 4097, 10_000])
def test_any_size_and_shape(size):
    values = np.linspace(-3, 3, size)
    assert np.allclose(both(values)[0], special.erf(values), rtol=0, atol=5e-16)
    square = np.linspace(-3, 3, 120).reshape(2, 3, 20)
    assert both(square)[0].shape == square.shape
