import numpy as np
import pytest

from app.engine.model import models
from app.engine.random_direction import random_directions

_MODELS = {
    "mlp": {"hidden": [7, 5]},
    "cnn": {"channels": [3, 4], "kernel": 3, "hidden": [6]},
    "autoencoder": {"hidden": [6, 3]},
}


def build(name):
    model = models[name](36, 4, "classification", _MODELS[name])
    return model, model.initial(np.random.default_rng(2))


def filters(layer, flat):
    """Return what leads to each unit, shape (units, weights)."""
    return flat[layer.part].reshape(-1, layer.shape[-1]).T


@pytest.mark.parametrize("name", _MODELS)
def test_each_filter_is_as_long_as_that_of_the_weights(name):
    model, centre = build(name)
    for direction in random_directions(model.layers, centre, 0):
        for layer in model.layers:
            found = np.linalg.norm(filters(layer, direction), axis=1)
            if len(layer.shape) > 1:
                expected = np.linalg.norm(filters(layer, centre), axis=1)
                assert expected.min() > 0
                np.testing.assert_allclose(found, expected, rtol=1e-12)
            else:
                np.testing.assert_array_equal(found, 0.0)


def test_a_kernel_of_a_convolution_is_one_filter_over_all_inputs():
    model, centre = build("cnn")
    second = next(layer for layer in model.layers if layer.name == "convolution 2 weight")
    assert second.shape == (3, 3, 3, 4)
    kernels = random_directions(model.layers, centre, 0)[0, second.part].reshape(second.shape)
    weights = centre[second.part].reshape(second.shape)
    for unit in range(4):
        assert np.linalg.norm(kernels[..., unit]) == pytest.approx(
            np.linalg.norm(weights[..., unit]), rel=1e-12
        )
        # Of its parts this does not hold, which would be another normalisation.
        assert np.linalg.norm(kernels[0, 0, :, unit]) != pytest.approx(
            np.linalg.norm(weights[0, 0, :, unit]), rel=1e-3
        )


def test_scaling_a_layer_up_and_the_next_down_scales_the_directions_with_them():
    model, centre = build("mlp")
    first = model.layers[0]
    scaled = centre.copy()
    scaled[first.part] *= 10.0
    before, after = (random_directions(model.layers, weights, 4) for weights in (centre, scaled))
    np.testing.assert_allclose(after[:, first.part], 10.0 * before[:, first.part], rtol=1e-12)
    rest = slice(first.part.stop, None)
    np.testing.assert_array_equal(after[:, rest], before[:, rest])


def test_a_seed_names_two_directions():
    model, centre = build("mlp")
    first, again, other = (random_directions(model.layers, centre, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)
    assert abs(first[0] @ first[1]) < 0.5 * (first[0] @ first[0])


def test_weights_of_zero_have_no_directions():
    model, centre = build("mlp")
    assert not random_directions(model.layers, np.zeros_like(centre), 0).any()
