"""The listed minima and saddles are where they are said to be, and none is missing."""

import itertools

import numpy as np
import pytest

from app.engine.surface import surfaces
from tests.engine.surfaces.calculus import hessian, sample

# Minima at which f has no gradient, or not a zero one.
POINTED = {"ackley", "bukin6", "nonsmooth_ravine", "eggholder", "reddi"}
# The Hessian vanishes at the listed point.
FLAT = {"quartic", "monkey_saddle"}
# Every minimum of the domain is listed.
COMPLETE = {
    "bounded_saddle",
    "bowl",
    "booth",
    "easom",
    "gaussian_plateau",
    "goldstein_price",
    "griewank",
    "himmelblau",
    "mccormick",
    "sharp_flat",
    "six_hump_camel",
    "styblinski_tang",
    "three_hump_camel",
}
# Eigenvalues of the Hessian at the minima, in the order of ``minima``; one entry stands for all of them.
EIGENVALUES = {
    "beale": [(0.3014636, 48.9797864)],
    "booth": [(2.0, 18.0)],
    "bounded_saddle": [(1.0, 2.0)],
    "bowl": [(1.0, 1.0)],
    "drop_wave": [(72.5, 72.5)],
    "gaussian_plateau": [(1.0, 1.0)],
    "goldstein_price": [
        (402.83101, 965.16899),
        (447.91778, 4340.0822),
        (207.62597, 26216.374),
        (2061.4144, 13202.586),
    ],
    "griewank": [(0.5005, 1.0005), *[(0.5005, 1.0005)] * 16],
    "himmelblau": [
        (25.715729, 82.284271),
        (64.840373, 80.550072),
        (70.714355, 133.78562),
        (28.690677, 105.41891),
    ],
    "levy13": [(2.0, 2.0 + 18.0 * np.pi**2)],
    "log_bowl": [(2.0, 200.0)],
    "matyas": [(0.04, 1.0)],
    "mccormick": [(np.sqrt(3.0), 4.0)],
    "michalewicz": [(32.505644, 81.0), (32.505644, 100.53905)],
    "quartic": [(0.0, 0.0)],
    "rastrigin": [(2.0 + 40.0 * np.pi**2,) * 2],
    "ravine": [(1.0, 50.0)],
    "rosenbrock": [(0.3993608, 1001.6006392)],
    "rotated_ravine": [(1.0, 50.0)],
    "schwefel": [(0.25236706, 0.25236706)],
    "sharp_flat": [(100.0, 100.0), (1.0, 1.0)],
    "six_hump_camel": [
        *[(7.6822514, 16.493195)] * 2,
        *[(18.817139, 22.697515)] * 2,
        *[(7.1215121, 10.021603)] * 2,
    ],
    "styblinski_tang": [
        (34.583059, 34.583059),
        (29.269553, 34.583059),
        (29.269553, 34.583059),
        (29.269553, 29.269553),
    ],
    "three_hump_camel": [(1.5857864, 4.4142136), (1.9024452, 12.250644), (1.9024452, 12.250644)],
    "two_weight_network": [(0.0, 2.0), (0.0, 2.0), *[(0.0, 4.25)] * 4],
    "easom": [(3.0, 3.0), *[(0.0013375671, 0.0013375671)] * 4],
}


def descend(surface, at):
    """Return the local minimum below a point, by Newton steps along which f falls."""
    at = np.array(at)
    for _ in range(200):
        f, *slope = surface.evaluate(*at)
        if not any(slope):
            break
        curvature, axes = np.linalg.eigh(hessian(surface, *at))
        step = -axes @ ((axes.T @ slope) / np.maximum(np.abs(curvature), 1e-6))
        for _ in range(60):
            if surface.value(*(at + step)) < f:
                break
            step = 0.5 * step
        else:
            break
        at = at + step
    return at


def test_minima(surface):
    values = [surface.value(np.float64(x), np.float64(y)) for x, y in surface.minima]
    if surface.lowest is None:
        assert not surface.minima
        return
    assert values[0] == pytest.approx(surface.lowest, rel=1e-13, abs=1e-12)
    for before, after in itertools.pairwise(values):
        assert after >= before - 1e-12, "the global minima come first"
    if surface.name in POINTED:
        return
    for x, y in surface.minima:
        _, fx, fy = surface.evaluate(np.float64(x), np.float64(y))
        curvature = max(np.abs(np.linalg.eigvalsh(hessian(surface, x, y))).max(), 1e-3)
        # The gradient that a position rounded to the last digit may leave.
        assert np.hypot(fx, fy) <= 2e-15 * curvature * (1.0 + np.hypot(x, y)) + 1e-18


def test_nothing_is_lower(surface):
    if surface.lowest is None:
        return
    (left, right), (bottom, top) = surface.domain
    x, y = np.meshgrid(np.linspace(left, right, 701), np.linspace(bottom, top, 701))
    assert surface.value(x, y).min() >= surface.lowest - 1e-12 * (1.0 + abs(surface.lowest))


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_no_minimum_is_missing(name):
    surface = surfaces[name]()
    (left, right), (bottom, top) = surface.domain
    x, y = np.meshgrid(np.linspace(left, right, 301), np.linspace(bottom, top, 301), indexing="ij")
    f = surface.value(x, y)
    around = np.lib.stride_tricks.sliding_window_view(f, (3, 3)).reshape(299, 299, 9)
    lower = around.argmin(axis=2) == 4
    reached = set()
    for at in zip(x[1:-1, 1:-1][lower], y[1:-1, 1:-1][lower], strict=True):
        if name == "easom" and abs(surface.value(*at)) < 1e-6:
            continue  # the foothills of the needle, flatter than anybody sees
        end = descend(surface, at)
        # A valley narrower than the grid looks like a row of minima, and the way down may end on its saddle.
        known = (*surface.minima, *surface.saddles)
        away = [np.hypot(end[0] - p, end[1] - q) for p, q in known]
        assert min(away) < 1e-6, f"from {at} to {end}"
        reached.add(known[int(np.argmin(away))])
    assert reached >= set(surface.minima)


@pytest.mark.parametrize("name", sorted(EIGENVALUES))
def test_curvature_at_the_minima(name):
    surface = surfaces[name]()
    expected = EIGENVALUES[name]
    if len(expected) == 1:
        expected = expected * len(surface.minima)
    for (x, y), pair in zip(surface.minima, expected, strict=True):
        found = np.linalg.eigvalsh(hessian(surface, x, y))
        np.testing.assert_allclose(found, pair, rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize("kappa", [1.0, 7.0, 1e4])
@pytest.mark.parametrize("angle", [-90.0, -30.0, 0.0, 45.0, 90.0])
def test_turning_keeps_the_curvature(kappa, angle):
    surface = surfaces["rotated_ravine"]({"kappa": kappa, "angle": angle})
    found, directions = np.linalg.eigh(hessian(surface, 0.3, -0.7))
    np.testing.assert_allclose(found, (1.0, kappa), rtol=1e-9)
    if kappa > 1:
        floor = (np.cos(np.radians(angle)), np.sin(np.radians(angle)))
        assert abs(directions[:, 0] @ floor) == pytest.approx(1.0, abs=1e-12)


def test_without_turning_it_is_the_ravine():
    x, y = sample(surfaces["ravine"]())
    for plain, turned in zip(
        surfaces["ravine"]({"kappa": 9.0}).evaluate(x, y),
        surfaces["rotated_ravine"]({"kappa": 9.0, "angle": 0.0}).evaluate(x, y),
        strict=True,
    ):
        np.testing.assert_allclose(turned, plain, rtol=1e-14)


def test_saddles(surface):
    for x, y in surface.saddles:
        _, fx, fy = surface.evaluate(np.float64(x), np.float64(y))
        low, high = np.linalg.eigvalsh(hessian(surface, x, y))
        assert np.hypot(fx, fy) <= 2e-15 * (1.0 + abs(low) + abs(high)) * (1.0 + np.hypot(x, y))
        if surface.name in FLAT:
            assert low == high == 0.0
        else:
            assert low < 0.0 < high


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("beale", 2),
        ("bounded_saddle", 1),
        ("easom", 4),
        ("goldstein_price", 4),
        ("griewank", 24),
        ("himmelblau", 4),
        ("mccormick", 1),
        ("saddle", 1),
        ("six_hump_camel", 7),
        ("styblinski_tang", 4),
        ("three_hump_camel", 2),
        ("two_weight_network", 1),
    ],
)
def test_number_of_saddles(name, count):
    assert len(set(surfaces[name].saddles)) == count
