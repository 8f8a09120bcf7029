"""Derivatives that follow the arithmetic, against the complex step and against mathematics."""

import numpy as np
import pytest

from app.engine.dual import Dual, slope_of, variables

# Each is smooth between 0.2 and 0.8, where it is tried.
ONE = [
    np.negative, np.positive, np.absolute, np.fabs, np.square, np.sqrt, np.cbrt, np.reciprocal,
    np.exp, np.exp2, np.expm1, np.log, np.log2, np.log10, np.log1p,
    np.sin, np.cos, np.tan, np.arcsin, np.arccos, np.arctan,
    np.sinh, np.cosh, np.tanh, np.arcsinh, np.arctanh,
]  # fmt: skip
TWO = [
    np.add, np.subtract, np.multiply, np.true_divide, np.power, np.float_power, np.remainder,
    np.arctan2, np.hypot, np.maximum, np.minimum, np.logaddexp,
]  # fmt: skip
X = np.linspace(0.2, 0.8, 13)
Y = np.linspace(0.75, 0.15, 13)


def spread(number):
    """Return the derivatives in full shape, (directions, *value.shape)."""
    return np.broadcast_to(number.slope, (len(number.slope), *np.shape(number.value)))


def difference(function, *at):
    """Return central differences of fourth order by each argument."""
    found = []
    for index in range(len(at)):

        def shifted(h, index=index):
            return function(*(value + h * (other == index) for other, value in enumerate(at)))

        h = 1e-3
        found.append((8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h))
    return found


@pytest.mark.parametrize("function", ONE, ids=lambda function: function.__name__)
def test_functions_of_one_argument(function):
    (x,) = variables([X], [[1.0]])
    found = function(x)
    np.testing.assert_array_equal(found.value, function(X))
    np.testing.assert_allclose(spread(found), difference(function, X), rtol=1e-8)


def test_arccosh():
    (x,) = variables([1.0 + X], [[1.0]])
    np.testing.assert_allclose(np.arccosh(x).slope[0], difference(np.arccosh, 1.0 + X)[0], rtol=1e-6)


@pytest.mark.parametrize("function", TWO, ids=lambda function: function.__name__)
def test_functions_of_two_arguments(function):
    apart = np.abs(X - Y) > 0.01  # where the larger changes, or a multiple is reached, there is a kink
    if function is np.remainder:
        apart &= np.abs(X / Y - np.round(X / Y)) > 0.05
    x, y = X[apart], Y[apart]
    both = function(*variables([x, y], np.eye(2)))
    np.testing.assert_array_equal(both.value, function(x, y))
    np.testing.assert_allclose(spread(both), difference(function, x, y), rtol=1e-7, atol=1e-9)
    first = function(variables([x], [[1.0]])[0], y)
    second = function(x, variables([y], [[1.0]])[0])
    np.testing.assert_allclose(spread(first)[0], spread(both)[0], rtol=1e-15)
    np.testing.assert_allclose(spread(second)[0], spread(both)[1], rtol=1e-15)


@pytest.mark.parametrize("left", [np.float64(2.0), 2.0, 2, np.full(13, 2.0)], ids=repr)
def test_operators_with_anything_on_the_left(left):
    (x,) = variables([X], [[1.0]])
    for found, slope in [
        (left + x, np.ones(13)),
        (left - x, -np.ones(13)),
        (left * x, np.full(13, 2.0)),
        (left / x, -2.0 / X**2),
        (left**x, np.log(2.0) * 2.0**X),
    ]:
        assert isinstance(found, Dual)
        np.testing.assert_allclose(spread(found)[0], slope, rtol=1e-14)


def test_scalars_stay_scalars():
    x, y = variables([np.float64(3.0), np.float64(2.0)], np.eye(2))
    found = x * x * y - 1.0 / y
    assert isinstance(found.value, np.float64)
    np.testing.assert_allclose(found.slope, [12.0, 9.25])


def test_directions():
    """Along any direction, and along one of each run's own."""
    x, y = variables([X, Y], [[3.0, -1.0]])
    np.testing.assert_allclose((x * y).slope[0], 3.0 * Y - X, rtol=1e-14)
    own = np.stack([X, Y])[None]
    x, y = variables([X, Y], own)
    np.testing.assert_allclose((x * y).slope[0], 2.0 * X * Y, rtol=1e-14)


def test_branches():
    x, y = variables([X, Y], np.eye(2))
    found = np.where(x > y, x * x, 7.0)
    np.testing.assert_array_equal(found.value, np.where(X > Y, X * X, 7.0))
    np.testing.assert_allclose(found.slope[0], np.where(X > Y, 2.0 * X, 0.0))
    np.testing.assert_array_equal(found.slope[1], 0.0)
    for compared in (x == x, x <= y, x != 0.0, x < 1.0, np.isfinite(x)):
        assert compared.dtype == bool
    assert bool(variables([np.float64(2.0)], [[1.0]])[0])


def test_kinks():
    (x,) = variables([np.array([-2.0, 0.0, 3.0])], [[1.0]])
    np.testing.assert_array_equal(np.abs(x).slope[0], [-1.0, 0.0, 1.0])
    for flat in (np.sign(x), np.floor(x), np.rint(x)):
        np.testing.assert_array_equal(np.broadcast_to(slope_of(flat), 3), 0.0)


def test_whole_powers_of_zero():
    (x,) = variables([np.zeros(4)], [[1.0]])
    np.testing.assert_array_equal((x ** np.array([0.0, 1.0, 2.0, 3.0])).slope[0], [0.0, 1.0, 0.0, 0.0])


def test_what_has_no_rule_is_refused():
    (x,) = variables([X], [[1.0]])
    with pytest.raises(TypeError, match="bitwise_and"):
        np.bitwise_and(x, 1)
    with pytest.raises(TypeError):
        np.add(x, 1.0, out=np.empty(13))
    with pytest.raises(TypeError):
        np.add.reduce(x)
    with pytest.raises(TypeError, match="concatenate"):
        np.concatenate([x, x])
