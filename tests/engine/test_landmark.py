"""Minima and saddles are found where they are known to be."""

import numpy as np
import pytest

from app.engine.expression.function import Function
from app.engine.landmark import find_landmarks
from app.engine.surface import surfaces
from tests.engine.surfaces.test_landmark import COMPLETE
from tests.engine.surfaces.typed import TYPED


def found(text, domain=((-5.0, 5.0), (-5.0, 5.0)), values=None):
    made = Function(text, values)
    return made, find_landmarks(made.value, made.curvature, domain)


def is_near(point, others, span):
    return min((np.hypot(point[0] - x, point[1] - y) for x, y in others), default=np.inf) < 1e-7 * span


@pytest.mark.parametrize("name", sorted(COMPLETE - {"easom"}))
def test_all_minima_and_saddles_and_no_others(name):
    surface = surfaces[name]()
    span = np.ptp(surface.domain[0])
    _, marks = found(TYPED[name], surface.domain, surface.values)
    assert len(marks.minima) == len(surface.minima)
    assert len(marks.saddles) == len(surface.saddles)
    assert all(is_near(point, marks.minima, span) for point in surface.minima)
    assert all(is_near(point, marks.saddles, span) for point in surface.saddles)
    assert marks.lowest == pytest.approx(surface.lowest, rel=1e-12, abs=1e-13)


# Not all minima are listed there, or the lowest is one of very many.
@pytest.mark.parametrize(
    "name",
    [
        "ackley", "beale", "cross_in_tray", "drop_wave", "easom", "holder_table", "levy13", "log_bowl",
        "michalewicz", "nonsmooth_ravine", "quartic", "rastrigin", "rosenbrock", "rotated_ravine", "schwefel",
    ],
)  # fmt: skip
def test_the_listed_minima_are_among_them(name):
    surface = surfaces[name]()
    _, marks = found(TYPED[name], surface.domain, surface.values)
    lowest = [p for p in surface.minima if surface.value(*map(np.float64, p)) <= surface.lowest + 1e-9]
    assert all(is_near(point, marks.minima, np.ptp(surface.domain[0])) for point in lowest)
    assert marks.lowest == pytest.approx(surface.lowest, rel=1e-12, abs=2e-12)


@pytest.mark.parametrize("name", sorted(TYPED.keys() - {"bukin6", "eggholder", "nonsmooth_ravine", "ackley"}))
def test_the_gradient_vanishes_there(name):
    surface = surfaces[name]()
    made, marks = found(TYPED[name], surface.domain, surface.values)
    for x, y in (*marks.minima, *marks.saddles):
        _, by_x, by_y = made.evaluate(np.float64(x), np.float64(y))
        # Some minima of these lie on kinks, where there is no gradient to vanish.
        assert np.hypot(by_x, by_y) < 1e-9 or name in {"cross_in_tray", "holder_table", "schwefel"}


def test_what_has_none():
    for text in ("x", "x^2 - y^2 + 1000", "7", "exp(x + y)", "-x^2 - y^2"):
        _, marks = found(text)
        assert marks.minima == ()
        assert marks.lowest is None
    assert found("x^2 - y^2")[1].saddles == ((0.0, 0.0),)


def test_places_without_a_value():
    _, marks = found("x*log(x) + y^2")
    assert marks.minima == (pytest.approx((np.exp(-1.0), 0.0)),)
    assert marks.lowest == pytest.approx(-np.exp(-1.0))
    _, marks = found("sqrt(-1 - x^2)")
    assert marks.minima == marks.saddles == ()


def test_a_lower_border_leaves_no_lowest():
    _, marks = found("x^3 - 3x + y^2", ((-3.0, 3.0), (-1.0, 1.0)))
    assert marks.minima == ((1.0, 0.0),)
    assert marks.saddles == ((-1.0, 0.0),)
    assert marks.lowest is None
    assert found("x^3 - 3x + y^2", ((-1.5, 3.0), (-1.0, 1.0)))[1].lowest == -2.0


def test_round_places_are_round():
    _, marks = found("(x - 0.3)^2 + (y + 1.1)^4")
    assert marks.minima == ((0.3, -1.1),)


@pytest.mark.parametrize("text", ["max(abs(x - 1), 2abs(y))", "abs(x - 1) + (y)^2", "hypot(x - 1, 3y)"])
def test_a_minimum_at_a_kink(text):
    _, marks = found(text)
    assert len(marks.minima) == 1
    assert marks.minima[0] == pytest.approx((1.0, 0.0), abs=1e-9)
    assert marks.lowest == pytest.approx(0.0, abs=1e-9)


def test_a_curve_of_minima_is_marked_at_some_points():
    _, marks = found("(x*y - 1)^2", ((-3.0, 3.0), (-3.0, 3.0)))
    assert 4 <= len(marks.minima) <= 20
    for x, y in marks.minima:
        assert x * y == pytest.approx(1.0, abs=1e-7)


def test_the_same_every_time():
    assert found("sin(3x)*cos(2y) + x^2/9")[1] == found("sin(3x)*cos(2y) + x^2/9")[1]
