import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.model import models


def test_it_has_one_logit():
    model = models["logistic"](30, 2, "classification")
    assert model.size == 31
    assert [layer.shape for layer in model.layers] == [(30, 1), (1,)]
    assert not model.initial(np.random.default_rng(0)).any()


def test_more_classes_are_refused_with_the_model_for_them():
    with pytest.raises(InputError, match=r"is for 2 classes, but the data set has 10\. .* softmax"):
        models["logistic"](64, 10, "classification")


def test_its_scores_are_those_of_a_softmax_with_class_0_at_zero(batches):
    case = batches("logistic", batch=9)
    softmax = models["softmax"](3, 2, "classification")
    weights, bias = case.theta[:, :3], case.theta[:, 3:]
    zero = np.zeros_like(weights)
    theta = np.hstack([np.stack([zero, weights], axis=2).reshape(4, -1), 0 * bias, bias])
    scores = case.model.outputs_of(case.theta, case.features)
    assert scores.shape == (4, 9, 2)
    assert np.allclose(scores, softmax.outputs_of(theta, case.features), rtol=1e-13, atol=1e-15)
    for one, two in zip(
        case.model.evaluate(case.theta, case.features, case.targets),
        softmax.evaluate(theta, case.features, case.targets),
        strict=True,
    ):
        assert np.allclose(one, two, rtol=1e-13)


def test_at_zero_the_loss_is_log_2():
    model = models["logistic"](2, 2, "classification")
    theta = np.zeros((1, 3))
    features, targets = np.ones((1, 4, 2)), np.array([[0, 1, 1, 1]])
    loss = model.loss_and_gradient(theta, features, targets, np.empty_like(theta))
    assert loss[0] == pytest.approx(np.log(2))
    assert model.evaluate(theta, features, targets)[1][0] == 0.25
