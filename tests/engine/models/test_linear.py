import numpy as np
import pytest

from app.engine.model import models


def test_the_formula_by_hand():
    model = models["linear"](2, 1, "regression", {"l2": 0.5})
    theta = np.array([[1.0, 2.0, 3.0]])  # two weights, then the bias
    features, targets = np.array([[[1.0, 0.0], [0.0, 1.0]]]), np.array([[3.0, 7.0]])
    grad = np.empty_like(theta)
    loss = model.loss_and_gradient(theta, features, targets, grad)
    # The residuals are 4 - 3 = 1 and 5 - 7 = -2.
    assert loss[0] == pytest.approx((1 + 4) / 2 / 2 + 0.25 * 14)
    assert np.allclose(grad, [[0.5 + 0.5, -1 + 1, -0.5 + 1.5]])


def test_it_starts_at_zero():
    model = models["linear"](4, 1, "regression")
    assert model.size == 5
    assert not model.initial(np.random.default_rng(0)).any()
