"""Gradients of mixed scales, and what an optimizer makes of them."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers

STEPS, PARAMS = 60, 6


def gradients(seed=0, steps=STEPS):
    rng = np.random.default_rng(seed)
    scales = 10.0 ** rng.uniform(-4, 3, PARAMS)
    return rng.normal(size=(steps, PARAMS)) * scales * 10.0 ** rng.normal(size=(steps, 1))


def follow(name, rows, start=None, **values):
    """Return the point drawn after each step, (steps, params), on given gradients."""
    optimizer = optimizers[name](1, rows.shape[1], values)
    theta = np.zeros((1, rows.shape[1])) if start is None else np.array(start)[None]
    optimizer.begin(theta)
    shown = theta if optimizer.point is None else optimizer.point
    points = []
    for row in rows:
        optimizer.update(theta, row[None].copy())
        points.append(shown[0].copy())
    return np.array(points)


def averages(rows, keep):
    """Return the running average of rows after each step, corrected for its start at zero."""
    average, found = np.zeros(PARAMS), []
    for step, row in enumerate(rows, start=1):
        average = keep * average + (1 - keep) * row
        found.append(average / (1 - keep**step))
    return np.array(found)


def assert_same(ours, theirs, tolerance=1e-12):
    size = np.abs(theirs).max(axis=0)
    assert (np.abs(ours - theirs) <= tolerance * size).all()


seeds = pytest.mark.parametrize("seed", range(3))
