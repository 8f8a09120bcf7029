import numpy as np
import pytest

from app.engine.moments import BETA1, BETA2, M, Moments, V
from app.engine.optimizer import EPS, LR, optimizers


class Both(Moments):
    """Has both averages and no rule; without a name it is not registered."""

    parameters = (LR, BETA1, BETA2, EPS)
    slots = (M, V)


ONE = {"lr": 0.1, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3}
EACH = {"lr": [0.1, 0.2, 0.0], "beta1": [0.8, 0.0, 0.99], "beta2": [0.95, 0.5, 0.0], "eps": [1e-3, 0.0, 1.0]}
CHANGED = "changed on the way"


def test_it_is_no_method_itself():
    assert Both not in list(optimizers)


@pytest.fixture(params=[ONE, EACH, CHANGED], ids=["one value", "one for each run", CHANGED])
def method(request):
    """Return averages after ten gradients, the gradients, and each value as a column."""
    values = EACH if request.param == CHANGED else request.param
    method = Both(3, 2, ONE if request.param == CHANGED else values)
    if request.param == CHANGED:
        for name, value in EACH.items():
            method.change(name, value)
    rows = np.random.default_rng(0).normal(size=(10, 3, 2))
    for row in rows:
        given = row.copy()
        method.observe(row)
        np.testing.assert_array_equal(row, given)
    return method, rows, {name: np.reshape(value, (-1, 1)) for name, value in values.items()}


def mean(rows, keep):
    """Return the weighted mean in which a row counts keep times as much as the next newer one."""
    weights = keep[None] ** np.arange(len(rows))[::-1, None, None]
    return (weights * rows).sum(axis=0) / weights.sum(axis=0)


def test_an_average_over_its_filled_share_is_a_weighted_mean(method):
    averages, rows, values = method
    np.testing.assert_allclose(averages.m / averages.filled1, mean(rows, values["beta1"]), rtol=1e-12)
    np.testing.assert_allclose(averages.v / averages.filled2, mean(rows**2, values["beta2"]), rtol=1e-12)


def test_the_corrected_root(method):
    averages, rows, values = method
    expected = np.sqrt(mean(rows**2, values["beta2"])) + values["eps"]
    root = averages.corrected_root(averages.v)
    assert root is averages.scratch
    np.testing.assert_allclose(root, expected, rtol=1e-12)


def test_it_follows_the_mean(method):
    averages, rows, values = method
    theta, divisor = np.ones((3, 2)), np.full((3, 2), 4.0)
    averages.follow(theta, divisor)
    np.testing.assert_allclose(theta, 1.0 - values["lr"] * mean(rows, values["beta1"]) / 4.0, rtol=1e-12)
