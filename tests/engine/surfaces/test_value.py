"""f against the formula as the literature prints it, and against numbers that were computed elsewhere."""

import numpy as np
import pytest
from numpy import abs, cos, e, exp, log, pi, sin, sqrt

from app.engine.surface import surfaces
from tests.engine.surfaces.calculus import sample

# Written as printed, with powers and in the order of the source; the surfaces compute some of them otherwise.
PRINTED = {
    "ackley": lambda x, y: (
        -20 * exp(-0.2 * sqrt(0.5 * (x**2 + y**2))) - exp(0.5 * (cos(2 * pi * x) + cos(2 * pi * y))) + e + 20
    ),
    "beale": lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    "booth": lambda x, y: (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
    "bounded_saddle": lambda x, y: x**2 / 2 + y**4 / 4 - y**2 / 2,
    "bowl": lambda x, y: (x**2 + y**2) / 2,
    "bukin6": lambda x, y: 100 * sqrt(abs(y - 0.01 * x**2)) + 0.01 * abs(x + 10),
    "cross_in_tray": lambda x, y: (
        -0.0001 * (abs(sin(x) * sin(y) * exp(abs(100 - sqrt(x**2 + y**2) / pi))) + 1) ** 0.1
    ),
    "drop_wave": lambda x, y: -(1 + cos(12 * sqrt(x**2 + y**2))) / (0.5 * (x**2 + y**2) + 2),
    "easom": lambda x, y: -cos(x) * cos(y) * exp(-((x - pi) ** 2) - (y - pi) ** 2),
    "eggholder": lambda x, y: -(y + 47) * sin(sqrt(abs(y + x / 2 + 47))) - x * sin(sqrt(abs(x - (y + 47)))),
    "gaussian_plateau": lambda x, y: 1 - exp(-(x**2 + y**2) / 2),
    "goldstein_price": lambda x, y: (
        (1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2))
        * (30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2))
    ),
    "griewank": lambda x, y: 1 + (x**2 + y**2) / 4000 - cos(x) * cos(y / sqrt(2)),
    "himmelblau": lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    "holder_table": lambda x, y: -abs(sin(x) * cos(y) * exp(abs(1 - sqrt(x**2 + y**2) / pi))),
    "levy13": lambda x, y: (
        sin(3 * pi * x) ** 2
        + (x - 1) ** 2 * (1 + sin(3 * pi * y) ** 2)
        + (y - 1) ** 2 * (1 + sin(2 * pi * y) ** 2)
    ),
    "log_bowl": lambda x, y: log(1 + x**2 + 100 * y**2),
    "matyas": lambda x, y: 0.26 * (x**2 + y**2) - 0.48 * x * y,
    "mccormick": lambda x, y: sin(x + y) + (x - y) ** 2 - 1.5 * x + 2.5 * y + 1,
    "michalewicz": lambda x, y: -sin(x) * sin(x**2 / pi) ** 20 - sin(y) * sin(2 * y**2 / pi) ** 20,
    "monkey_saddle": lambda x, y: x**3 - 3 * x * y**2,
    "nonsmooth_ravine": lambda x, y: abs(x) + 10 * abs(y),
    "quartic": lambda x, y: x**4 + y**4,
    "rastrigin": lambda x, y: 20 + x**2 - 10 * cos(2 * pi * x) + y**2 - 10 * cos(2 * pi * y),
    "ravine": lambda x, y: (x**2 + 50 * y**2) / 2,
    "rosenbrock": lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "rotated_ravine": lambda x, y: ((x + y) ** 2 + 50 * (y - x) ** 2) / 4,
    "saddle": lambda x, y: x**2 - y**2,
    "schwefel": lambda x, y: 418.9828872724338 * 2 - x * sin(sqrt(abs(x))) - y * sin(sqrt(abs(y))),
    "sharp_flat": lambda x, y: np.minimum(50 * ((x + 1) ** 2 + y**2), 0.5 * ((x - 1.5) ** 2 + y**2)),
    "six_hump_camel": lambda x, y: (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (-4 + 4 * y**2) * y**2,
    "styblinski_tang": lambda x, y: (x**4 - 16 * x**2 + 5 * x + y**4 - 16 * y**2 + 5 * y) / 2,
    "three_hump_camel": lambda x, y: 2 * x**2 - 1.05 * x**4 + x**6 / 6 + x * y + y**2,
    "two_weight_network": lambda x, y: (x * y - 1) ** 2 / 2,
}


@pytest.mark.parametrize("name", sorted(PRINTED))
def test_printed_formula(name):
    surface = surfaces[name]()
    x, y = sample(surface)
    expected = PRINTED[name](x, y)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(surface.value(x, y), expected, rtol=1e-12, atol=1e-14 * scale)


# Mostly from the tables of Jamil and Yang (2013) and of the Virtual Library of Simulation Experiments.
@pytest.mark.parametrize(
    ("name", "point", "value"),
    [
        ("rosenbrock", (-1.2, 1.0), 24.2),
        ("rosenbrock", (1.0, 1.0), 0.0),
        ("beale", (0.0, 0.0), 14.203125),
        ("beale", (1.0, 1.0), 14.203125),
        ("beale", (3.0, 0.5), 0.0),
        ("himmelblau", (0.0, 0.0), 170.0),
        ("himmelblau", (-0.270845, -0.923039), 181.6165215),
        ("booth", (0.0, 0.0), 74.0),
        ("matyas", (1.0, 1.0), 0.04),
        ("goldstein_price", (0.0, -1.0), 3.0),
        ("goldstein_price", (-0.6, -0.4), 30.0),
        ("goldstein_price", (1.8, 0.2), 84.0),
        ("goldstein_price", (1.2, 0.8), 840.0),
        ("goldstein_price", (0.0, 0.0), 600.0),
        ("three_hump_camel", (1.7475523, -0.8737762), 0.29863844),
        ("six_hump_camel", (0.0898, -0.7126), -1.0316284),
        ("mccormick", (-0.54719, -1.54719), -1.9132230),
        ("styblinski_tang", (-2.903534, -2.903534), -78.3323314),
        ("rastrigin", (0.5, 0.5), 40.5),
        ("rastrigin", (1.0, 1.0), 2.0),
        ("ackley", (1.0, 1.0), 20.0 - 20.0 * exp(-0.2)),
        ("ackley", (0.0, 0.0), 0.0),
        ("griewank", (pi, 0.0), 2.0 + pi**2 / 4000),
        ("levy13", (1.0, 1.0), 0.0),
        ("easom", (pi, pi), -1.0),
        ("schwefel", (420.968746, 420.968746), 0.0),
        ("schwefel", (0.0, 0.0), 837.9657745448674),
        ("bukin6", (-10.0, 1.0), 0.0),
        ("bukin6", (-10.0, 0.0), 100.0),
        ("drop_wave", (0.0, 0.0), -1.0),
        ("michalewicz", (2.20290552, 1.57079633), -1.8013034),
        ("cross_in_tray", (1.349406685, -1.349406608), -2.06261187),
        ("eggholder", (512.0, 404.2319), -959.6406627),
        ("holder_table", (-8.05502, 9.66459), -19.2085026),
        ("bounded_saddle", (0.0, 1.0), -0.25),
        ("monkey_saddle", (1.0, 1.0), -2.0),
        ("sharp_flat", (-1.1, 0.0), 0.5),
        ("two_weight_network", (0.0, 0.0), 0.5),
    ],
)
def test_known_value(name, point, value):
    surface = surfaces[name]()
    assert surface.value(np.float64(point[0]), np.float64(point[1])) == pytest.approx(
        value, rel=5e-7, abs=5e-7
    )


# 40 digits were computed with mpmath.
@pytest.mark.parametrize(
    ("name", "lowest"),
    [
        ("six_hump_camel", -1.0316284534898774),
        ("mccormick", -1.9132229549810364),
        ("styblinski_tang", -78.332331407542831),
        ("michalewicz", -1.8013034100985525),
        ("cross_in_tray", -2.0626118708227369),
        ("eggholder", -959.64066272085080),
        ("holder_table", -19.208502567886732),
    ],
)
def test_lowest(name, lowest):
    assert surfaces[name].lowest == pytest.approx(lowest, rel=1e-15)
