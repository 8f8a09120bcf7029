"""Vectors seen as layers: the same memory, the shapes that products want, and not made twice."""

import numpy as np

from app.engine.layer import Layer
from app.engine.layer_cut import LayerCut

LAYERS = (
    Layer("hidden weight", (3, 2), 0),
    Layer("hidden bias", (2,), 6),
    Layer("output weight", (2, 1), 8),
    Layer("output bias", (1,), 10),
)


def test_the_views_are_the_vector_itself_as_weights_and_biases():
    theta = np.arange(22.0).reshape(2, 11)
    (hidden, bias), (output, last) = LayerCut(LAYERS).of(theta, False)
    assert [part.shape for part in (hidden, bias, output, last)] == [
        (2, 2, 3),
        (2, 2, 1),
        (2, 1, 2),
        (2, 1, 1),
    ]
    np.testing.assert_array_equal(hidden[1], theta[1, :6].reshape(3, 2).T)
    bias[1, 0, 0] = -1.0
    assert theta[1, 6] == -1.0
    assert last[0, 0, 0] == theta[0, 10]


def test_joined_runs_stand_where_units_do():
    theta = np.arange(12.0).reshape(3, 4)
    ((weight, bias),) = LayerCut(LAYERS[:2]).of(theta, True)
    assert (weight.shape, bias.shape) == ((1, 3, 3), (1, 3, 1))
    np.testing.assert_array_equal(bias[0, :, 0], theta[:, 3])


def test_what_was_cut_is_remembered_and_little_of_it():
    cut, theta = LayerCut(LAYERS), np.zeros((1, 11))
    found = cut.of(theta, False)
    assert cut.of(theta, False) is found
    assert cut.of(theta.copy(), False)[0][0].base is not found[0][0].base
    kept = [np.zeros((1, 11)) for _ in range(40)]
    for other in kept:
        cut.of(other, False)
    assert len(cut._known) <= 16
    assert cut.of(theta, False) is not found  # forgotten, and made anew
