import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.error import InputError


def load(**values):
    return datasets["blobs"](values).load()


def test_without_noise_the_points_are_the_centres():
    table = load(n=60, classes=3, centres=2, noise=0)
    centres = np.unique(table.features.round(12), axis=0)
    assert len(centres) == 6
    assert np.allclose(np.hypot(*centres.T), 3)
    assert np.bincount(table.targets).tolist() == [20, 20, 20]


def test_four_clouds_in_two_classes_are_exclusive_or():
    table = load(n=40, classes=2, centres=2, noise=0)
    means = [table.features[table.targets == label].mean(axis=0) for label in (0, 1)]
    assert np.allclose(means, 0)


def test_stretch_worsens_the_condition_of_the_first_coordinate():
    plain, stretched = load(), load(stretch=10)
    assert np.allclose(stretched.features, plain.features * [10, 1])
    ratio = np.linalg.cond(stretched.features) / np.linalg.cond(plain.features)
    assert ratio == pytest.approx(10, rel=0.3)


def test_fewer_examples_than_clouds_are_refused():
    with pytest.raises(InputError, match=r"n = 20 was given for 30 clouds. The nearest valid value is 30"):
        load(n=20, classes=10, centres=3)
