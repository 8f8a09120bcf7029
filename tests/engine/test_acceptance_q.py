"""Acceptance Q: Muon's orthogonalized updates."""

import numpy as np
import pytest

from app.engine.layer import Layer
from app.engine.optimizer import optimizers
from app.engine.optimizers.muon import orthogonalize

SHAPES = [(32, 32), (32, 48), (32, 64), (64, 32)]


def one_step(matrix, **values):
    """Return what one step takes from a hidden matrix of zeros (inputs, outputs)."""
    rows, columns = matrix.shape
    layers = (Layer("hidden", (rows, columns), 0), Layer("output", (columns, 1), matrix.size))
    theta = np.zeros((1, matrix.size + columns))
    muon = optimizers["muon"](1, theta.shape[1], {"lr": 1.0, "weight_decay": 0.0} | values, layers=layers)
    muon.update(theta, np.concatenate([matrix.ravel(), np.ones(columns)])[None])
    return -theta[0, : matrix.size].reshape(rows, columns)


@pytest.mark.parametrize("shape", SHAPES)
def test_acceptance_q_singular_values(shape):
    """After five steps normalised singular values from 0.01 on lie in [0.682, 1.134]."""
    rng = np.random.default_rng(0)
    rank = min(shape)
    left, right = (np.linalg.qr(rng.normal(size=(side, rank))).Q for side in shape)
    values = np.geomspace(1e-3, 1.0, rank)
    values /= np.linalg.norm(values)
    found = orthogonalize(((left * values) @ right.T)[None], np.array(5.0))[0]
    along = np.einsum("ir,ij,jr->r", left, found, right)
    np.testing.assert_allclose((left * along) @ right.T, found, atol=1e-12)
    large = along[values >= 0.01]
    assert 0.682 <= large.min() < 0.9
    assert 1.0 < large.max() <= 1.134


@pytest.mark.parametrize(("value", "found"), [(0.001, 0.47), (0.0001, 0.048)])
def test_acceptance_q_small_singular_values_stay_small(value, found):
    matrix = np.diag([np.sqrt(1.0 - value**2), value])
    assert orthogonalize(matrix[None], np.array(5.0))[0, 1, 1] == pytest.approx(found, rel=0.02)


@pytest.mark.parametrize("shape", SHAPES[:3])
def test_acceptance_q_length_of_a_step(shape):
    lengths = [
        np.linalg.norm(one_step(np.random.default_rng(seed).normal(size=shape), nesterov=nesterov))
        for seed in range(10)
        for nesterov in (True, False)
    ]
    # (inputs, outputs): with more outputs than inputs PyTorch's "original" rule lengthens the step.
    adjust = np.sqrt(max(1.0, shape[1] / shape[0]))
    assert np.mean(lengths) / adjust == pytest.approx(0.85 * np.sqrt(32), rel=0.07)


@pytest.mark.parametrize("shape", SHAPES)
def test_acceptance_q_the_scale_of_the_gradient_does_not_matter(shape):
    matrix = np.random.default_rng(1).normal(size=shape)
    plain, scaled = one_step(matrix), one_step(1e3 * matrix)
    assert np.linalg.norm(scaled - plain) <= 1e-6 * np.linalg.norm(plain)
