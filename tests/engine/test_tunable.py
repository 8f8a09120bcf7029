"""Hyperparameters as attributes: of every kind, one for all runs or one for each, and changed on the way."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.parameter import Parameter
from app.engine.tunable import Tunable


class Knobs(Tunable):
    """Counts how often it is told that something is another."""

    name = "knobs"
    parameters = (
        Parameter("rate", 0.5, "A number.", low=0.0, high=10.0),
        Parameter("rule", "a", "A choice.", kind="choice", choices=("a", "b")),
        Parameter("size", 3.0, "Fixed at the start.", low=1.0, live=False),
    )

    def __init__(self, runs=1, **values):
        self._shape = runs, 3, "C"
        self.told = 0
        self._take(values)

    def _refresh(self):
        self.told += 1


@pytest.mark.parametrize(
    "value", [1, 1.0, np.float64(1.0), np.int64(1), "1", [1, 1], np.array([1, 1]), np.ones(2, np.float32)]
)
def test_numbers_of_every_kind_are_hyperparameters(value):
    np.testing.assert_array_equal(Knobs(2, rate=value).rate, np.ones((2, 3)))


def test_one_value_is_a_number_and_one_for_each_run_a_row():
    knobs = Knobs(2)
    assert (knobs.rate.ndim, knobs.rule, knobs.size) == (0, "a", 3.0)
    knobs.change("rate", [1.0, 2.0])
    assert knobs.rate[:, 0].tolist() == [1.0, 2.0]
    assert knobs.size[:, 0].tolist() == [3.0, 3.0]  # what depends on both has a row for each then


def test_a_change_is_told_once_and_a_refused_one_leaves_all_as_it_was():
    knobs = Knobs(2, rate=4.0)
    assert knobs.told == 1
    knobs.change("rule", "b")
    assert (knobs.told, knobs.rule) == (2, "b")
    for name, value, words in (
        ("rate", 11.0, "rate"),
        ("rate", [1.0, 11.0], "rate"),
        ("rate", np.array([1.0, np.nan]), "rate"),
        ("rate", [1.0, 2.0, 3.0], r"nearest valid shape is \(2,\)"),
        ("rule", ["a", "b"], "one value for all runs"),
        ("size", 2.0, "fixed when a run starts"),
        ("rat", 1.0, "Did you mean 'rate'"),
    ):
        with pytest.raises(InputError, match=words):
            knobs.change(name, value)
        assert (knobs.told, float(knobs.rate), knobs.rule, float(knobs.size)) == (2, 4.0, "b", 3.0)


def test_a_misspelt_name_is_refused_before_anything_is_set():
    with pytest.raises(InputError, match="No parameter of knobs named 'rats'"):
        Knobs(rats=1.0)
