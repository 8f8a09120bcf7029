import numpy as np
import pytest

from app.engine.filter import filters

POINTS = np.random.default_rng(0).normal(size=(50, 2, 3))


def follow(name, **values):
    made = filters[name](3, values, "C", (0, 1), len(POINTS))
    found = []
    for step, point in enumerate(POINTS, start=1):
        made.follow(point, step)
        found.append(made.point.copy())
    return np.array(found)


def test_ema_starts_at_the_first_point():
    found = follow("ema", decay=0.9)
    average = POINTS[0]
    for row, point in zip(found[1:], POINTS[1:], strict=True):
        average = 0.9 * average + 0.1 * point
        np.testing.assert_allclose(row, average, rtol=1e-13)


@pytest.mark.parametrize(("start", "first"), [(0.5, 25), (0.0, 1), (10, 10)])
def test_swa_is_the_point_and_then_the_mean(start, first):
    found = follow("swa", start_at=start)
    np.testing.assert_array_equal(found[:first], POINTS[:first])
    for step in range(first, 51):
        np.testing.assert_allclose(found[step - 1], POINTS[first - 1 : step].mean(axis=0), rtol=1e-12)


def test_swa_every_so_often():
    found = follow("swa", start_at=10, every=4)
    np.testing.assert_array_equal(found[12], found[9])
    np.testing.assert_allclose(found[13], (POINTS[9] + POINTS[13]) / 2, rtol=1e-13)
    np.testing.assert_allclose(found[49], POINTS[9::4].mean(axis=0), rtol=1e-13)
