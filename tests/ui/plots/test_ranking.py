"""Who stands best, as a sentence."""

import math

import pytest

from app.ui.plots.ranking import badness, ranking


@pytest.mark.parametrize(
    ("better", "order"), [("lower", [-1.0, 2.0]), ("", [-1.0, 2.0]), ("higher", [2.0, -1.0])]
)
def test_the_best_is_the_least_bad_and_what_is_no_number_the_worst(better, order):
    values = [math.nan, 2.0, math.inf, -1.0]
    assert sorted(values, key=lambda value: badness(value, better))[:2] == order
    assert badness(math.nan, better) == badness(-math.inf, better) == math.inf


def test_the_first_is_named_best_only_if_it_alone_is(on_surface):
    frame = on_surface.frame(50)
    entries = [(2.0, "Adam 2"), (1.0, "SGD 1")]
    assert ranking(frame, "Loss", entries, "lower") == "Loss after 50 steps: SGD 1, lowest; Adam 2."
    assert ranking(frame, "Loss", entries, "higher") == "Loss after 50 steps: SGD 1, highest; Adam 2."
    assert ranking(frame, "Loss", entries, "") == "Loss after 50 steps: SGD 1; Adam 2."
    even = [(1.0, "Adam 1"), (1.0, "SGD 1")]
    assert ranking(frame, "Loss", even, "lower") == "Loss after 50 steps: Adam 1; SGD 1."


def test_a_long_list_is_cut_and_those_without_a_value_come_last(on_surface):
    frame = on_surface.frame(7)
    said = ranking(frame, "Loss", [(float(at), f"L{at}") for at in range(6)], "lower", ["2 diverged"])
    assert said == "Loss after 7 steps: L0, lowest; L1; L2; L3; 2 more; 2 diverged."
    assert ranking(frame, "Loss", [], "lower") == "Loss after 7 steps: nothing yet."
