import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.error import InputError


def table(**values):
    return datasets["ratings"](values).load()


def test_a_row_is_a_user_and_an_item_and_no_pair_comes_twice():
    found = table(n=500, users=40, items=30)
    dense = found.features.dense()
    assert dense.shape == (500, 70)
    assert (dense[:, :40].sum(axis=1) == 1).all()
    assert (dense[:, 40:].sum(axis=1) == 1).all()
    assert len(np.unique(dense, axis=0)) == 500
    assert found.feature_names[0] == "user 1"
    assert found.feature_names[40] == "item 1"


def test_without_noise_the_whole_table_has_the_rank_and_the_biases():
    found = table(n=600, users=30, items=20, rank=2, noise=0.0)
    user, item = (part.argmax(axis=1) for part in np.split(found.features.dense(), [30], axis=1))
    whole = np.full((30, 20), np.nan)
    whole[user, item] = found.targets
    centred = whole - whole.mean(axis=0) - whole.mean(axis=1, keepdims=True) + whole.mean()
    values = np.linalg.svd(centred, compute_uv=False)
    assert values[1] > 1.0
    assert values[2] < 1e-12


def test_more_ratings_than_pairs_are_refused():
    with pytest.raises(InputError, match="nearest valid value is 12"):
        table(n=13, users=4, items=3)
