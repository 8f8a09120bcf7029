"""The base class; what holds for every rule is in ``optimizers/test_contract.py``."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.optimizer import LR, Optimizer, decay, optimizers, with_default


class Recorder(Optimizer):
    """Notes what it is given; without a name it is not registered."""

    parameters = (with_default(LR, 0.5), decay("beta", 0.9, "β", "A decay for the test."))

    def start(self):
        self.calls = ["start"]

    def prepare(self):
        self.take = 1.0 - self.beta

    def step(self, theta, grad, oracle):
        self.calls.append((theta, grad, oracle))


def test_a_class_without_a_name_is_not_listed():
    assert Recorder not in list(optimizers)


def test_preparation_comes_before_the_start_and_after_each_change():
    optimizer = Recorder(1, 2)
    np.testing.assert_allclose(optimizer.take, 0.1)
    optimizer.change("beta", 0.5)
    np.testing.assert_allclose(optimizer.take, 0.5)
    assert optimizer.calls == ["start"]


def test_the_step_gets_the_arrays_themselves():
    optimizer, theta, grad, oracle = Recorder(1, 2), np.ones((1, 2)), np.ones((1, 2)), object()
    optimizer.update(theta, grad, oracle)
    assert all(given is sent for given, sent in zip(optimizer.calls[1], (theta, grad, oracle), strict=True))


def test_defaults_of_its_own():
    assert with_default(LR, 0.5).default == 0.5
    assert with_default(LR, 0.5, help="Other words.").help == "Other words."
    assert LR.default == 1e-3
    np.testing.assert_array_equal(Recorder(1, 2).lr, 0.5)


@pytest.mark.parametrize("value", [0.0, 0.5, 0.9999])
def test_a_decay_lies_below_one(value):
    parameter = decay("beta", 0.9, "β", "A decay for the test.")
    assert parameter.check(value) == value
    for bad in (1.0, -0.1):
        with pytest.raises(InputError, match="from 0 to below 1"):
            parameter.check(bad)


def test_weight_decay_can_be_switched_on_and_off_on_the_way():
    sgd, theta, grad = optimizers["sgd"](1, 1, {"lr": 1.0}), np.full((1, 1), 8.0), np.zeros((1, 1))
    for rate, expected in [(0.0, 8.0), (0.5, 4.0), (0.25, 3.0), (0.0, 3.0)]:
        sgd.change("weight_decay", rate)
        grad[:] = 0.0
        sgd.update(theta, grad)
        assert theta[0, 0] == expected


def test_a_rule_must_be_given():
    with pytest.raises(NotImplementedError, match=r"Optimizer must define step\(\)"):
        Optimizer(1, 2).update(np.ones((1, 2)), np.ones((1, 2)))


def test_a_misspelt_name_gets_a_suggestion():
    with pytest.raises(InputError, match="No optimizer named 'adm'"):
        optimizers["adm"]


def test_a_schedule_multiplies_the_learning_rate_that_is_set():
    optimizer = Recorder(2, 3, {"lr": [1.0, 4.0]})
    for factor in (0.5, 0.25, 1.0):
        optimizer.scale_lr(factor)
        np.testing.assert_array_equal(optimizer.lr[:, 0], [factor, 4.0 * factor])
    optimizer.scale_lr(0.5)
    optimizer.change("lr", 3.0)
    optimizer.scale_lr(0.1)
    np.testing.assert_allclose(optimizer.lr, 0.3)
    optimizer.change("lr", 7.0)
    optimizer.scale_lr(0.1)
    np.testing.assert_allclose(optimizer.lr, 0.7)
    optimizer.scale_lr(np.array([[0.5], [0.1]]))
    np.testing.assert_allclose(optimizer.lr[:, 0], [3.5, 0.7])
    optimizer.scale_lr(0.1)
    np.testing.assert_allclose(optimizer.lr, 0.7)
    single = Recorder(1, 2, {"lr": 2.0})
    single.scale_lr(0.5)
    assert single.lr == 1.0
