"""The values that a gradient is given where there is none, or where rounding decides."""

import math

import numpy as np
import pytest

from app.engine.surface import surfaces


def gradient(name, x, y):
    with np.errstate(all="raise", under="ignore"):
        single = surfaces[name]().evaluate(np.float64(x), np.float64(y))[1:]
        several = surfaces[name]().evaluate(np.array([x, 0.3]), np.array([y, 0.4]))[1:]
    assert single == tuple(part[0] for part in several)
    return tuple(float(part) for part in single)


@pytest.mark.parametrize(
    ("name", "point", "expected"),
    [
        ("ackley", (0.0, 0.0), (0.0, 0.0)),
        ("drop_wave", (0.0, 0.0), (0.0, 0.0)),
        ("schwefel", (0.0, 0.0), (0.0, 0.0)),
        ("nonsmooth_ravine", (0.0, 0.0), (0.0, 0.0)),
        ("nonsmooth_ravine", (0.0, -2.0), (0.0, -10.0)),
        ("nonsmooth_ravine", (3.0, 0.0), (1.0, 0.0)),
        ("bukin6", (-10.0, 1.0), (0.0, 0.0)),
        ("bukin6", (-12.5, 0.01 * -12.5 * -12.5), (-0.01, 0.0)),
        ("bukin6", (-7.0, 0.01 * -7.0 * -7.0), (0.01, 0.0)),
        ("cross_in_tray", (0.0, 0.0), (0.0, 0.0)),
        ("cross_in_tray", (0.0, 1.3), (0.0, 0.0)),
        ("cross_in_tray", (-2.0, 0.0), (0.0, 0.0)),
        ("holder_table", (0.0, 0.0), (0.0, 0.0)),
        ("holder_table", (0.0, 2.0), (0.0, 0.0)),
    ],
)
def test_the_subgradient_is_zero(name, point, expected):
    assert gradient(name, *point) == expected


@pytest.mark.parametrize("coordinate", [0, 1])
def test_schwefel_has_its_limit_at_zero(coordinate):
    at = [100.0, 100.0]
    at[coordinate] = 0.0
    assert gradient("schwefel", *at)[coordinate] == 0.0
    for tiny in (1e-12, -1e-12):
        at[coordinate] = tiny
        # sin(q) + q cos(q) / 2 is 3 q / 2 for a small root q.
        assert gradient("schwefel", *at)[coordinate] == pytest.approx(-1.5e-6, rel=1e-6)


def test_drop_wave_is_a_bowl_in_the_middle():
    for angle in np.linspace(0.0, 2.0 * math.pi, 7):
        x, y = 1e-9 * math.cos(angle), 1e-9 * math.sin(angle)
        assert gradient("drop_wave", x, y) == pytest.approx((72.5 * x, 72.5 * y), rel=1e-6, abs=1e-20)


def test_ackley_is_a_cone_at_the_tip():
    for angle in np.linspace(0.0, 2.0 * math.pi, 7):
        x, y = math.cos(angle), math.sin(angle)
        slope = gradient("ackley", 1e-9 * x, 1e-9 * y)
        assert slope == pytest.approx((2.0 * math.sqrt(2.0) * x, 2.0 * math.sqrt(2.0) * y), abs=1e-6)


def test_bukin_is_steeper_the_nearer():
    slopes = [gradient("bukin6", -10.0, 1.0 + gap)[1] for gap in (1e-2, 1e-4, 1e-6)]
    assert slopes == pytest.approx([500.0, 5e3, 5e4], rel=1e-6)
    assert gradient("bukin6", -10.0, 1.0 - 1e-4)[1] == pytest.approx(-5e3, rel=1e-6)


@pytest.mark.parametrize(("name", "point"), [("easom", (40.0, -40.0)), ("gaussian_plateau", (60.0, 1.0))])
def test_an_underflow_stays_zero(name, point):
    assert gradient(name, *point) == (0.0, 0.0)


@pytest.mark.parametrize(("x", "y"), [(0.0, -47.0), (100.0, -97.0), (100.0, 53.0), (-300.0, -347.0)])
def test_eggholder_stays_finite_on_its_creases(x, y):
    surface = surfaces["eggholder"]()
    assert 0.0 in (0.5 * x + y + 47.0, x - (y + 47.0))
    assert np.isfinite(surface.evaluate(np.float64(x), np.float64(y))).all()


def test_eggholder_slides_over_the_border():
    fx, fy = gradient("eggholder", *surfaces["eggholder"].minima[0])
    assert fx == pytest.approx(-3.3855713, rel=1e-7)
    assert fy == pytest.approx(0.0, abs=1e-12)


def test_holder_stays_finite_on_its_circle():
    # At (pi, 0) the distance is exactly pi, and the part of exp|1 - r / pi| is 0.
    fx, fy = gradient("holder_table", math.pi, 0.0)
    assert fx == pytest.approx(1.0, abs=1e-12)
    assert fy == 0.0


@pytest.mark.parametrize("angle", np.linspace(0.1, 6.2, 9))
def test_sharp_flat_jumps_at_the_kink(angle):
    surface = surfaces["sharp_flat"]()
    # The circle of points whose distances from the two minima are as 1 to 10.
    centre, radius = -1.0 - 2.5 / 99.0, 10.0 * 2.5 / 99.0
    for factor, curvature, target in ((0.999, 100.0, -1.0), (1.001, 1.0, 1.5)):
        x = centre + factor * radius * math.cos(angle)
        y = factor * radius * math.sin(angle)
        f, fx, fy = surface.evaluate(np.float64(x), np.float64(y))
        assert f == pytest.approx(0.5 * curvature * ((x - target) ** 2 + y**2), rel=1e-12)
        assert (fx, fy) == pytest.approx((curvature * (x - target), curvature * y), rel=1e-12)


@pytest.mark.parametrize(
    "name", ["ackley", "gaussian_plateau", "griewank", "log_bowl", "rastrigin", "matyas"]
)
def test_a_small_loss_keeps_its_digits(name):
    # A logarithmic loss curve shows 1e-18 as readily as 1: it must not be rounded to 0 or fall below.
    surface = surfaces[name]()
    at = np.float64(1e-9), np.float64(2e-9)
    f, fx, fy = surface.evaluate(*at)
    power = 1.0 if name == "ackley" else 0.5
    assert f == pytest.approx(power * (fx * at[0] + fy * at[1]), rel=1e-6)
    assert surface.value(np.float64(0.0), np.float64(0.0)) == 0.0
