import numpy as np
import pytest
from scipy import special

from app.engine.activation import ACTIVATIONS

FORMULAS = {
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: z * (z > 0), lambda z: (z > 0) * 1.0),
    "gelu": (
        lambda z: z * special.ndtr(z),
        lambda z: special.ndtr(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi),
    ),
}


def test_every_activation_has_a_formula_here():
    assert set(ACTIVATIONS) == set(FORMULAS)


@pytest.mark.parametrize("name", FORMULAS)
def test_value_and_slope(name):
    value, slope = FORMULAS[name]
    z = np.random.default_rng(0).normal(scale=3, size=(3, 50, 70))
    h, s = z.copy(), np.empty_like(z)
    ACTIVATIONS[name]()(h, s)
    assert np.abs(h - value(z)).max() < 3e-15
    assert np.abs(s - slope(z)).max() < 3e-15


@pytest.mark.parametrize("name", FORMULAS)
def test_slope_is_the_derivative(name):
    z = np.random.default_rng(1).normal(scale=2, size=1000)
    z = z[np.abs(z) > 1e-3]  # relu has a kink
    act, step = ACTIVATIONS[name](), 1e-6
    high, low, slope, unused = z + step, z - step, np.empty_like(z), np.empty_like(z)
    act(high, unused)
    act(low, unused)
    act(z, slope)
    assert np.abs((high - low) / (2 * step) - slope).max() < 1e-8


@pytest.mark.parametrize("name", FORMULAS)
def test_nan_stays_where_it_is(name):
    z, slope = np.array([1.0, np.nan, -1.0]), np.empty(3)
    with np.errstate(all="ignore"):
        ACTIVATIONS[name]()(z, slope)
    assert np.array_equal(np.isnan(z), [False, True, False])


def test_relu_has_slope_zero_at_the_kink():
    z, slope = np.zeros(2), np.empty(2)
    ACTIVATIONS["relu"]()(z, slope)
    assert (slope == 0).all()


def test_one_object_serves_arrays_of_all_sizes():
    act = ACTIVATIONS["gelu"]()
    for size in (10, 5000, 3):
        z, slope = np.linspace(-2, 2, size), np.empty(size)
        expected = FORMULAS["gelu"][0](z)
        act(z, slope)
        assert np.allclose(z, expected, rtol=0, atol=1e-15)
