import numpy as np

from app.engine.dataset import datasets
from app.engine.sparse import Sparse

TABLE = datasets["names"]().load()


def test_size_and_class_counts():
    assert TABLE.features.shape == (4832, 3367)
    assert TABLE.class_names == ("female", "male")
    assert np.bincount(TABLE.targets).tolist() == [3944, 888]


def test_it_is_sparse_and_most_features_are_rare():
    assert isinstance(TABLE.features, Sparse)
    dense = TABLE.features.dense()
    assert set(np.unique(dense)) == {0.0, 1.0}
    assert round(100 * dense.mean(), 2) == 0.60
    assert round(100 * (dense.sum(axis=0) <= 2).mean()) == 41


def test_the_first_name_that_is_only_male_is_douglas():
    first = TABLE.features[3944:3945].dense()[0]
    groups = {TABLE.feature_names[at] for at in np.flatnonzero(first)}
    text = "^douglas$"
    assert groups == {text[at : at + n] for n in (1, 2, 3) for at in range(len(text) - n + 1)}
