import numpy as np
import pytest

from app.engine.dataset import datasets

TABLE = datasets["wine"]().load()


def test_size_and_class_counts():
    assert TABLE.features.shape == (178, 13)
    assert np.bincount(TABLE.targets).tolist() == [59, 71, 48]


def test_sums():
    assert TABLE.features.sum() == pytest.approx(159975.295999, rel=1e-12)
    assert (TABLE.features**2).sum() == pytest.approx(118768104.78031619, rel=1e-12)


def test_standardising_mends_the_condition():
    raw = TABLE.features
    standard = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    assert np.linalg.cond(raw) ** 2 == pytest.approx(8.0e7, rel=0.01)
    assert np.linalg.cond(standard) ** 2 == pytest.approx(45.5, rel=0.001)
