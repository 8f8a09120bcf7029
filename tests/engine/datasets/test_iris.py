import numpy as np
import pytest

from app.engine.dataset import datasets

TABLE = datasets["iris"]().load()


def test_size_and_class_counts():
    assert TABLE.features.shape == (150, 4)
    assert np.bincount(TABLE.targets).tolist() == [50, 50, 50]


def test_sums():
    assert TABLE.features.sum() == pytest.approx(2078.7, rel=1e-12)
    assert (TABLE.features**2).sum() == pytest.approx(9539.29, rel=1e-12)


def test_it_is_fishers_paper_not_the_repository_file():
    assert TABLE.features[34].tolist() == [4.9, 3.1, 1.5, 0.2]
    assert TABLE.features[37].tolist() == [4.9, 3.6, 1.4, 0.1]
    assert TABLE.class_names == ("setosa", "versicolor", "virginica")
