"""What libraries do differently, and the article's misprints, by hand."""

import numpy as np
import pytest

from app.engine.optimizer import optimizers
from tests.engine.rows import PARAMS, assert_same, follow, gradients, seeds


class TestDialects:
    """What other libraries do, by hand."""

    def test_rmsprop_with_eps_inside_the_root(self):
        """Optax and Keras: g / sqrt(v + eps)."""
        rows, v, point, points = gradients(), np.zeros(PARAMS), np.zeros(PARAMS), []
        for row in rows:
            v = 0.9 * v + 0.1 * row**2
            point = point - 0.01 * row / np.sqrt(v + 1e-3)
            points.append(point)
        ours = follow("rmsprop", rows, lr=0.01, alpha=0.9, eps=1e-3, eps_inside=True)
        assert_same(ours, np.array(points))
        outside = follow("rmsprop", rows, lr=0.01, alpha=0.9, eps=1e-3)
        assert np.abs(ours - outside).max() > 1e-3

    def test_adagrad_from_a_tenth(self):
        """Optax and Keras start the sum at 0.1; the first step is then lr g / sqrt(g² + 0.1)."""
        point = follow("adagrad", np.array([[3.0, 0.01]]), lr=0.5, initial_accumulator_value=0.1, eps=0.0)
        np.testing.assert_allclose(
            point[0], -0.5 * np.array([3.0, 0.01]) / np.sqrt([9.1, 0.1001]), rtol=1e-14
        )

    def test_adagrad_learning_rate_decay(self):
        steps = np.diff(follow("adagrad", np.full((50, 1), 4.0), lr=0.5, lr_decay=0.1)[:, 0], prepend=0.0)
        t = np.arange(1, 51)
        np.testing.assert_allclose(steps, -0.5 / (1 + 0.1 * (t - 1)) / np.sqrt(t), rtol=1e-9)

    def test_adam_with_keras_epsilon(self):
        """lr sqrt(1 - β₂ᵗ) / (1 - β₁ᵗ) m / (sqrt(v) + eps): an eps that is 1/sqrt(1 - β₂ᵗ) as large."""
        rows, m, v, point, points = gradients(), np.zeros(PARAMS), np.zeros(PARAMS), np.zeros(PARAMS), []
        for t, row in enumerate(rows, start=1):
            m, v = 0.9 * m + 0.1 * row, 0.999 * v + 0.001 * row**2
            point = point - 0.1 * np.sqrt(1 - 0.999**t) / (1 - 0.9**t) * m / (np.sqrt(v) + 1e-2)
            points.append(point)
        assert_same(follow("adam", rows, lr=0.1, eps=1e-2, epsilon_hat=True), np.array(points))
        first = [follow("adam", rows[:1], lr=0.1, eps=eps) for eps in (1e-2 / np.sqrt(0.001), 1e-2)]
        np.testing.assert_allclose(points[0], first[0][0], rtol=1e-12)
        assert np.abs(first[1] / first[0]).max() > 10

    def test_the_articles_adam(self):
        """Not a number where v < eps, and elsewhere Adam without correction but for eps."""
        rows = np.array([[1e-3, 3.0], [1e-3, -1.0], [1e-3, 2.0]])
        with np.errstate(invalid="ignore"):
            ours = follow("adam", rows, lr=0.1, eps=1e-8, article_misprint=True)
        m = v = point = 0.0
        for row, our in zip(rows, ours, strict=True):
            m, v = 0.9 * m + 0.1 * row[1], 0.999 * v + 0.001 * row[1] ** 2
            point -= 0.1 * m / np.sqrt(v - 1e-8)
            np.testing.assert_allclose(our[1], point, rtol=1e-14)
            assert np.isnan(our[0])

    @seeds
    def test_the_articles_adagrad_climbs(self, seed):
        rows = gradients(seed)
        climbing = follow("adagrad", rows, lr=0.1, article_misprint=True)
        np.testing.assert_array_equal(climbing, -follow("adagrad", rows, lr=0.1))

    @pytest.mark.parametrize(
        ("name", "values"), [("momentum", {"dampening": 0.3}), ("nesterov", {}), ("rmsprop", {})]
    )
    def test_lr_in_the_buffer_differs_only_when_lr_changes(self, name, values):
        rows = gradients()
        values = {"lr": 0.1, "momentum": 0.9} | values
        assert_same(follow(name, rows, lr_in_buffer=True, **values), follow(name, rows, **values))

    @pytest.mark.parametrize("inside", [False, True])
    def test_after_a_drop_of_lr(self, inside):
        """Keras: v = μ v - lr g, x = x + v keeps the old speed; PyTorch's step drops at once."""
        optimizer = optimizers["momentum"](1, 1, {"lr": 1.0, "momentum": 0.5, "lr_in_buffer": inside})
        theta, points = np.zeros((1, 1)), []
        for step in range(4):
            if step == 2:
                optimizer.change("lr", 0.1)
            optimizer.update(theta, np.ones((1, 1)))
            points.append(theta[0, 0])
        steps = -np.diff(points, prepend=0.0)
        np.testing.assert_allclose(steps, [1.0, 1.5, 0.85, 0.525] if inside else [1.0, 1.5, 0.175, 0.1875])

    def test_centered_rmsprop_on_a_constant_slope_explodes(self):
        """The spread vanishes like α^(t/2), and the step grows as its inverse."""
        steps = np.diff(follow("rmsprop", np.full((5000, 1), 3.0), lr=0.01, centered=True)[:, 0])
        assert np.isfinite(steps).all()
        assert 1e3 < np.abs(steps).max() < 1e8

    def test_a_spread_that_rounds_below_zero_counts_as_zero(self):
        """PyTorch would give NaN from the root."""
        slopes = np.linspace(0.1, 10.0, 400)
        optimizer = optimizers["rmsprop"](1, 400, {"alpha": 0.9, "centered": True, "eps": 1e-4})
        theta, below = np.zeros((1, 400)), False
        for _ in range(500):
            optimizer.update(theta, slopes[None].copy())
            below |= (optimizer.v < optimizer.m**2).any()
            assert bool(optimizer.notice) == below
        assert below
        assert "below 0" in optimizer.notice
        assert np.isfinite(theta).all()
