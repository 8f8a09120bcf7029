import numpy as np
import pytest

from app.engine.model import models


def test_layout_and_start():
    model = models["softmax"](64, 10, "classification")
    assert model.size == 650
    assert [layer.shape for layer in model.layers] == [(64, 10), (10,)]
    assert not model.initial(np.random.default_rng(0)).any()


def test_the_same_for_all_classes_changes_nothing(batches):
    case = batches("softmax")
    bias = case.model.layers[1]
    moved = case.theta.copy()
    moved[:, bias.start :] += 5
    assert np.allclose(case.loss(moved), case.loss(), rtol=1e-13)
    assert np.allclose(case.gradient()[:, bias.start :].sum(axis=1), 0, atol=1e-15)


def test_a_class_without_examples_is_fine():
    model = models["softmax"](2, 3, "classification")
    theta, features, targets = np.zeros((1, 9)), np.ones((1, 4, 2)), np.array([[0, 0, 2, 2]])
    grad = np.empty_like(theta)
    assert model.loss_and_gradient(theta, features, targets, grad)[0] == pytest.approx(np.log(3))
    assert np.allclose(grad[0, 6:], [1 / 3 - 1 / 2, 1 / 3, 1 / 3 - 1 / 2])
