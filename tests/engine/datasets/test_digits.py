import numpy as np
import pytest

from app.engine.dataset import datasets

TABLE = datasets["digits"]().load()


def test_size_and_class_counts():
    assert TABLE.features.shape == (1797, 64)
    assert np.bincount(TABLE.targets).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_sums():
    assert TABLE.features.sum() == pytest.approx(561718 / 16, rel=1e-12)
    assert (TABLE.features**2).sum() == pytest.approx(6907012 / 256, rel=1e-12)


def test_grey_values_go_from_0_to_1_in_sixteenths():
    assert TABLE.features.min() == 0
    assert TABLE.features.max() == 1
    assert np.array_equal(TABLE.features * 16, np.rint(TABLE.features * 16))


def test_half_of_it_is_not_zero_and_three_pixels_never_change():
    assert np.count_nonzero(TABLE.features) / TABLE.features.size == pytest.approx(0.51, abs=0.005)
    assert (np.ptp(TABLE.features, axis=0) == 0).sum() == 3


def test_the_first_image_is_a_zero():
    image = TABLE.features[0].reshape(8, 8)
    assert TABLE.class_names[TABLE.targets[0]] == "0"
    assert image[3:5, 3].max() < image[3:5, 2].max()  # a hole in the middle
