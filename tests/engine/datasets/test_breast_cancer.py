import numpy as np
import pytest

from app.engine.dataset import datasets

TABLE = datasets["breast_cancer"]().load()


def test_size_and_class_counts():
    assert TABLE.features.shape == (569, 30)
    assert np.bincount(TABLE.targets).tolist() == [212, 357]


def test_sums():
    assert TABLE.features.sum() == pytest.approx(1056474.4596356, rel=1e-12)
    assert (TABLE.features**2).sum() == pytest.approx(955069324.085005, rel=1e-12)


def test_it_stays_ill_conditioned_when_standardised():
    raw = TABLE.features
    standard = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    assert np.linalg.cond(raw) ** 2 == pytest.approx(2.2e12, rel=0.01)
    assert np.linalg.cond(standard) ** 2 == pytest.approx(1.0e5, rel=0.01)


def test_class_names():
    assert TABLE.class_names == ("malignant", "benign")
