"""What holds for every data set, the ones to come included."""

import numpy as np
import pytest

from app.engine.dataset import datasets
from app.engine.sparse import Sparse

EVERY = pytest.mark.parametrize("kind", list(datasets), ids=lambda kind: kind.name)


def stored(table):
    """Return the arrays that hold the features."""
    features = table.features
    return [features.values, features.places] if isinstance(features, Sparse) else [features]


def bits(table):
    return [array.tobytes() for array in (*stored(table), table.targets)]


@EVERY
def test_the_table_is_complete(kind):
    table = kind().load()
    n, d = table.features.shape
    values = stored(table)[0]
    assert values.dtype == np.float64
    assert values.flags.c_contiguous
    assert np.isfinite(values).all()
    assert table.targets.shape == (n,)
    assert len(table.feature_names) == len(set(table.feature_names)) == d
    if kind.task == "classification":
        assert table.targets.dtype == np.int64
        assert (np.bincount(table.targets) > 0).all()
        assert len(table.class_names) == len(set(table.class_names)) == table.targets.max() + 1
    else:
        assert table.targets.dtype == np.float64
        assert np.isfinite(table.targets).all()
        assert table.class_names == ()


@EVERY
def test_the_same_values_give_the_same_bits(kind):
    assert bits(kind().load()) == bits(kind().load())


@EVERY
def test_a_table_is_the_callers_own(kind):
    stored(kind().load())[0][:] = 0
    assert stored(kind().load())[0].any()


@EVERY
def test_it_says_what_it_is(kind):
    assert kind.title
    assert kind.reference
    assert kind.licence
    assert len(kind.description) > 80
    assert kind.description.endswith(".")
    assert kind.rank < 1000
    assert kind.__doc__


@EVERY
def test_every_parameter_is_used_and_explained(kind):
    plain = kind().load()
    for parameter in kind.parameters:
        assert parameter.help.endswith(".")
        assert not parameter.live
        assert parameter.check(parameter.default) == parameter.default
        other = parameter.default * 2 + (1 if parameter.default == 0 else 0)
        table = kind({parameter.name: other if other < parameter.high else parameter.default / 2}).load()
        assert bits(table) != bits(plain), parameter.name


def test_the_generated_sets_come_first_and_ranks_differ():
    ranks = [kind.rank for kind in datasets]
    assert len(set(ranks)) == len(ranks)
    assert [kind.name for kind in datasets][:4] == ["two_moons", "circles", "spirals", "blobs"]
