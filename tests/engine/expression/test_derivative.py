"""The gradient of a text is exact."""

import zlib

import numpy as np
import pytest

from app.engine.expression.function import Function
from app.engine.surface import surfaces
from tests.engine.surfaces.calculus import difference
from tests.engine.surfaces.typed import TYPED


def points(name, count=1000):
    surface = surfaces[name]()
    rng = np.random.default_rng(zlib.crc32(name.encode()) + 1)
    (left, right), (bottom, top) = surface.domain
    return surface, rng.uniform(left, right, count), rng.uniform(bottom, top, count)


def test_every_surface_is_typed():
    assert set(TYPED) == set(surfaces.names()) - {"custom", "quadratic", "reddi"}


@pytest.mark.parametrize("name", sorted(TYPED))
def test_the_gradient_is_that_of_the_built_in_surface(name):
    surface, x, y = points(name)
    made = Function(TYPED[name], surface.values)
    assert set(made.parameters) == set(surface.values) - {"walls"}
    f, by_x, by_y = made.evaluate(x, y)
    expected, *slope = surface.evaluate(x, y)
    size = np.hypot(*slope)
    assert (np.hypot(by_x - slope[0], by_y - slope[1]) <= 1e-12 * size).all()
    np.testing.assert_allclose(f, expected, rtol=1e-12, atol=1e-14 * np.abs(expected).max())
    np.testing.assert_array_equal(made.value(x, y)[0], f)


@pytest.mark.parametrize("name", sorted(TYPED))
def test_one_number_and_arrays_give_the_same_bits(name):
    surface, x, y = points(name, 100)
    made = Function(TYPED[name], surface.values)
    whole = np.array(made.evaluate(x, y))
    for k in range(100):
        np.testing.assert_array_equal(np.array(made.evaluate(x[k], y[k])), whole[:, k])


# What no built-in surface uses, at points where it is smooth.
OTHERS = [
    "tan(x/4) + atan(x*y) + asin(x/9) + acos(y/9)",
    "sinh(x)*cosh(y) + tanh(x - y)",
    "exp(-abs(x*y)) + x/y - y/x",
    "min(x*y, x + y, 1) + max(x^2, y^3)",
    "hypot(x - 1, y*x) + sign(x)*y",
    "abs(x)^y + abs(y)^1.5 + (x^2 + 1)^-0.25 + (y^2 + 2)^-3",
    "where(x < y, sin(x), cos(y))*where(x*y >= 0, 2, 3) + (x <= y) + (x != y) + (x == y)",
    "2^x + x^3*y^-2 + sqrt(x^2 + y^2 + 1)",
    "log(x^2 + 1)/log(2) + 1/(1 + exp(-x))",
]


@pytest.mark.parametrize("text", [*OTHERS, *TYPED.values()], ids=lambda text: text[:24])
def test_gradient_and_curvature_against_differences(text):
    made = Function(text, {"kappa": 7.0, "angle": 30.0})
    rng = np.random.default_rng(7)
    x, y = rng.uniform(0.3, 2.9, 60), rng.uniform(-2.9, -0.3, 60)
    _, by_x, by_y = made.evaluate(x, y)
    scale = 1.0 + np.abs([by_x, by_y]).max()
    for found, expected in zip(
        (by_x, by_y), difference(lambda *at: made.value(*at)[0], x, y, 1e-3), strict=True
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-7 * scale)
    fx, fy, xx, xy, yy = made.curvature(x, y)
    np.testing.assert_array_equal((fx, fy), (by_x, by_y))
    size = 1.0 + np.abs([xx, xy, yy]).max()
    by_x = difference(lambda *at: made.evaluate(*at)[1], x, y, 1e-3)
    by_y = difference(lambda *at: made.evaluate(*at)[2], x, y, 1e-3)
    for found, expected in zip((xx, xy, xy, yy), (*by_x, *by_y), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6 * size)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("abs(x) + 10abs(y)", (0.0, -1.0), (0.0, -10.0)),
        ("sqrt(x^2 + y^2)", (0.0, 0.0), (0.0, 0.0)),
        ("hypot(x, y)", (0.0, 0.0), (0.0, 0.0)),
        ("hypot(x, y)", (3.0, -4.0), (0.6, -0.8)),
        ("sqrt(x)", (0.0, 1.0), (0.0, 0.0)),
        ("abs(x)^0.3 + y", (0.0, 1.0), (0.0, 1.0)),
        ("max(x, 0) + min(y, 0)", (0.0, 0.0), (1.0, 1.0)),
        ("x^3 + y^0", (0.0, 0.0), (0.0, 0.0)),
        ("x^y", (0.0, 2.0), (0.0, 0.0)),
        ("where(x == 0, 5y, 1/x)", (0.0, 1.0), (0.0, 5.0)),
        ("sin(x)/x + y", (0.0, 0.0), (np.nan, 1.0)),
        ("7", (1.0, 2.0), (0.0, 0.0)),
        ("x", (1.0, 2.0), (1.0, 0.0)),
        ("(x > 1)*y", (2.0, 3.0), (0.0, 1.0)),
    ],
)
def test_at_a_kink(text, at, expected):
    made = Function(text)
    with np.errstate(all="ignore"):
        single = made.evaluate(np.float64(at[0]), np.float64(at[1]))[1:]
        several = made.evaluate(np.full(3, at[0]), np.full(3, at[1]))[1:]
    np.testing.assert_allclose(single, expected, rtol=1e-15)
    np.testing.assert_allclose(np.array(several)[:, 1], expected, rtol=1e-15)


def test_equal_parts_are_computed_once():
    once = len(Function("sin(x*y)^2").value)
    assert len(Function("sin(x*y)*sin(y*x)").value) == once == 3
    assert len(Function("(x - y)^2 + (x - y)^2*exp((x - y)^2)").value) == 5


def test_results_are_new_arrays():
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    for text in ("x", "y + 0", "3", "exp(x + y)", "x + y", "x*y"):
        parts = Function(text).evaluate(x, y)
        for k, part in enumerate(parts):
            assert part.shape == (2,)
            assert not any(np.shares_memory(part, other) for other in (x, y, *parts[k + 1 :]))
    np.testing.assert_array_equal((x, y), [[1.0, 2.0], [3.0, 4.0]])
