"""The machinery under the models; what they compute is tested in ``models/``."""

import tracemalloc

import numpy as np
import pytest

from app.engine import dense
from app.engine.model import models


def case(runs=2, batch=64, name="mlp", hidden=(32,), **values):
    rng = np.random.default_rng(0)
    if name == "mlp":
        values["hidden"] = hidden
    model = models[name](64, 2 if name == "logistic" else 10, "classification", values)
    theta = rng.normal(scale=0.1, size=(runs, model.size))
    return model, theta, rng.random((1, batch, 64)), rng.integers(0, 2, (1, batch)), np.empty_like(theta)


@pytest.mark.parametrize("name", ["mlp", "softmax"])
@pytest.mark.parametrize("values", [{}, {"l2": 0.1}], ids=["plain", "l2"])
def test_a_repeated_pass_allocates_next_to_nothing(name, values):
    model, *inputs = case(runs=8, batch=1024, name=name, **values)
    for _ in range(3):
        model.loss_and_gradient(*inputs)
    tracemalloc.start()
    for _ in range(10):
        model.loss_and_gradient(*inputs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000  # NumPy's own buffers; the scores alone are 655 kB


def test_a_changed_theta_is_seen():
    model, theta, features, targets, grad = case()
    before = model.loss_and_gradient(theta, features, targets, grad)
    theta[0] += 0.1
    after = model.loss_and_gradient(theta, features, targets, grad)
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_the_memory_kept_is_bounded():
    model, theta, features, targets, _ = case()
    for size in range(1, 60):
        point = theta + size
        model.loss_and_gradient(point, features[:, :size], targets[:, :size], np.empty_like(point))
    assert len(model._workspaces) <= 16


def test_many_runs_are_computed_in_blocks_that_are_forgotten_by_no_run():
    model, theta, features, targets, grad = case(runs=700, hidden=(8,))
    loss = model.loss_and_gradient(theta, features, targets, grad)
    for run in (0, 1, 226, 227, 228, 454, 455, 699):
        single = np.empty((1, model.size))
        alone = model.loss_and_gradient(theta[run : run + 1].copy(), features, targets, single)
        assert alone[0] == pytest.approx(loss[run], rel=1e-12)
        assert np.abs(single[0] - grad[run]).max() < 1e-12


@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu"])
def test_deep_and_wide_networks_work(activation):
    model, theta, features, targets, grad = case(
        runs=1, batch=7, hidden=(40, 1, 1024, 3, 17, 5), activation=activation
    )
    loss = model.loss_and_gradient(theta, features, targets, grad)
    assert np.isfinite(loss).all()
    assert np.isfinite(grad).all()
    along = np.random.default_rng(1).normal(size=theta.shape)
    step = 1e-6
    high = model.loss_and_gradient(theta + step * along, features, targets, np.empty_like(grad))
    low = model.loss_and_gradient(theta - step * along, features, targets, np.empty_like(grad))
    assert (high - low)[0] / (2 * step) == pytest.approx((grad * along).sum(), rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("name", ["mlp", "softmax", "logistic", "cnn", "autoencoder"])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_a_batch_too_large_for_memory_goes_in_parts(monkeypatch, name, dropout):
    values = {"l2": 0.1} | ({"dropout": dropout} if name in ("mlp", "cnn", "autoencoder") else {})
    rng = np.random.default_rng(1)
    model = models[name](64, 2 if name == "logistic" else 10, "classification", values)
    theta = np.stack([model.initial(rng) for _ in range(3)])
    features, targets = rng.random((1, 100, 64)), rng.integers(0, 2, (1, 100))
    keep = None
    if model.dropout:
        keep = (rng.random((3, model.droppable, 100)) > dropout) / (1 - dropout)
    grad, other = np.empty_like(theta), np.full_like(theta, np.nan)
    loss = model.loss_and_gradient(theta, features, targets, grad, keep)
    monkeypatch.setattr(dense, "_LARGEST", 7 * model._units)
    again = model.loss_and_gradient(theta, features, targets, other, keep)
    np.testing.assert_allclose(again, loss, rtol=1e-12)
    np.testing.assert_allclose(other, grad, rtol=1e-9, atol=1e-13)
    assert max(work.ones.shape[0] for work in model._workspaces.values()) == 100
    model._workspaces.clear()
    model.loss_and_gradient(theta, features, targets, other, keep)
    assert {work.ones.shape[0] for work in model._workspaces.values()} == {7}
