import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.model import models


def build(hidden=(32,), features=64, outputs=10, task="classification", **values):
    return models["mlp"](features, outputs, task, {"hidden": hidden, **values})


def test_layers_are_named_and_shaped():
    model = build((32, 16))
    assert [(layer.name, layer.shape) for layer in model.layers] == [
        ("hidden 1 weight", (64, 32)),
        ("hidden 1 bias", (32,)),
        ("hidden 2 weight", (32, 16)),
        ("hidden 2 bias", (16,)),
        ("output weight", (16, 10)),
        ("output bias", (10,)),
    ]
    assert build().size == 64 * 32 + 32 + 32 * 10 + 10


def test_the_start_is_uniform_within_one_over_the_root_of_the_inputs():
    model = build((100, 25), features=400)
    theta = model.initial(np.random.default_rng(0))
    for weight, bias in zip(model.layers[::2], model.layers[1::2], strict=True):
        bound = weight.shape[0] ** -0.5
        for layer in (weight, bias):
            values = theta[layer.start : layer.start + layer.size]
            assert np.abs(values).max() <= bound
            assert np.abs(values).max() > 0.7 * bound
        values = theta[weight.start : weight.start + weight.size]
        assert values.std() == pytest.approx(bound / np.sqrt(3), rel=0.1)


@pytest.mark.parametrize("hidden", ["64x32", "64 32", [64, 32], (64.0, 32.0)])
def test_hidden_layers_can_be_given_in_many_ways(hidden):
    assert build(hidden).values["hidden"] == (64, 32)


def test_without_hidden_layers_it_is_softmax_regression(batches):
    network, linear = batches("mlp", hidden=(), l2=0.1), batches("softmax", l2=0.1)
    assert np.array_equal(network.loss(), linear.loss())
    assert np.array_equal(network.gradient(), linear.gradient())


def test_too_many_or_impossible_layers_are_refused():
    with pytest.raises(InputError, match=r"at most 6 hidden layers, but 7 were given.*8x8x8x8x8x8\."):
        build((8,) * 7)
    assert build((8,) * 6).size
    with pytest.raises(InputError, match="nearest valid value is 1"):
        build((0,))
    with pytest.raises(InputError, match="nearest valid value is 1024"):
        build((2000,))
    with pytest.raises(InputError, match="Did you mean 'relu'"):
        build(activation="rellu")


def test_dead_units_have_no_gradient():
    model = build((2,), features=1, outputs=1, task="regression", activation="relu")
    theta = np.array([[1.0, 1.0, -10.0, 10.0, 1.0, 1.0, 0.0]])  # weights, biases, output weights, bias
    grad = np.empty_like(theta)
    model.loss_and_gradient(theta, np.ones((1, 3, 1)), np.zeros((1, 3)), grad)
    assert np.allclose(grad, [[0, 11, 0, 11, 0, 121, 11]])


def test_5000_examples_for_many_runs_need_little_memory():
    import tracemalloc

    model = build()
    rng = np.random.default_rng(0)
    theta = np.stack([model.initial(rng) for _ in range(64)])
    features, targets = rng.random((1, 5000, 64)), rng.integers(0, 10, (1, 5000))
    tracemalloc.start()
    model.evaluate(theta, features, targets)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 2**20  # at once it would be 250 MB
