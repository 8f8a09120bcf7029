import numpy as np
import pytest

from app.engine.convolution import Convolutions


def plain(image, kernel, bias):
    """Return a convolution of one image (inputs, rows, columns) by four loops, of the same size."""
    high, wide, _, outputs = kernel.shape
    _, rows, columns = image.shape
    top, left = (high - 1) // 2, (wide - 1) // 2
    found = np.zeros((outputs, rows, columns))
    for row in range(rows):
        for column in range(columns):
            for i in range(high):
                for j in range(wide):
                    y, x = row + i - top, column + j - left
                    if 0 <= y < rows and 0 <= x < columns:
                        found[:, row, column] += image[:, y, x] @ kernel[i, j]
    return np.tanh(found + bias[:, None, None])


@pytest.mark.parametrize("kernel", [1, 2, 3, 4])
@pytest.mark.parametrize("shape", [(5, 6), (1, 7)], ids=["image", "signal"])
@pytest.mark.parametrize("largest", [True, False])
def test_two_convolutions_with_pooling_between(shape, kernel, largest):
    front = Convolutions(shape, (2, 3), kernel, 2, largest, "tanh")
    rng = np.random.default_rng(0)
    theta = rng.normal(size=(2, front.size))
    features = rng.normal(size=(1, 4, shape[0] * shape[1]))
    out = front.forward(theta, features, None)
    assert out.shape == (2, front.outputs, 4)
    for run in range(2):
        views = [layer.view(theta)[run] for layer in front.layers]
        for example in range(4):
            values = features[0, example].reshape(1, *shape)
            for weight, bias in zip(views[::2], views[1::2], strict=True):
                values = plain(values, weight, bias)
                tall, wide = min(2, values.shape[1]), min(2, values.shape[2])
                rows, columns = values.shape[1] // tall, values.shape[2] // wide
                windows = values[:, : rows * tall, : columns * wide]
                windows = windows.reshape(len(values), rows, tall, columns, wide)
                values = windows.max(axis=(2, 4)) if largest else windows.mean(axis=(2, 4))
            np.testing.assert_allclose(out[run, :, example], values.ravel(), rtol=1e-12, atol=1e-14)


def test_sizes():
    front = Convolutions((8, 8), (8, 16), 3, 2, True, "relu")
    assert [layer.shape for layer in front.layers] == [(3, 3, 1, 8), (8,), (3, 3, 8, 16), (16,)]
    assert front.size == 72 + 8 + 1152 + 16
    assert front.outputs == 16 * 2 * 2
    assert Convolutions((1, 40), (4,), 5, 4, True, "relu").layers[0].shape == (1, 5, 1, 4)


def test_of_equal_values_the_first_gets_the_gradient():
    front = Convolutions((1, 4), (1,), 1, 2, True, "relu")
    theta, grad = np.array([[1.0, 0.0]]), np.empty((1, 2))
    features = np.array([[[3.0, 3.0, 1.0, 2.0]]])
    front.forward(theta, features, None)
    front.backward(theta, features, np.array([[[1.0], [10.0]]]), None, grad)
    assert grad.tolist() == [[3.0 + 20.0, 11.0]]


def test_a_window_larger_than_the_image_is_the_image():
    front = Convolutions((3, 3), (2, 2, 2), 3, 8, True, "tanh")
    assert front.outputs == 2
