import numpy as np
import pytest

from app.engine.dataset import datasets

TABLE = datasets["diabetes"]().load()


def test_size_and_sums():
    assert TABLE.features.shape == (442, 10)
    assert TABLE.targets.sum() == 67243
    assert TABLE.features.sum() == pytest.approx(276404.2336, rel=1e-12)
    assert (TABLE.features**2).sum() == pytest.approx(33042240.401514962, rel=1e-12)
    assert (TABLE.targets.min(), TABLE.targets.max()) == (25, 346)


def test_condition_number_of_the_standardised_features():
    standard = (TABLE.features - TABLE.features.mean(axis=0)) / TABLE.features.std(axis=0)
    eigenvalues = np.linalg.eigvalsh(standard.T @ standard / len(standard))
    assert eigenvalues[-1] == pytest.approx(4.0242, abs=5e-5)
    assert eigenvalues[0] == pytest.approx(0.00856, abs=5e-6)


def test_the_features_are_the_raw_measurements():
    assert TABLE.feature_names[0] == "age (years)"
    assert (TABLE.features[:, 0].min(), TABLE.features[:, 0].max()) == (19, 79)
