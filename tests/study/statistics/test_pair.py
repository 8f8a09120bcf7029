import numpy as np
import pytest

from app.study.statistics.pair import compare

TEN = np.arange(10.0)


def test_the_other_way_round_is_the_mirror():
    pair = compare(np.stack([TEN, TEN + np.tile([1.0, -0.5], 5)]), 0, 1)
    back = pair.turned()
    assert (back.won, back.lost) == (pair.lost, pair.won)
    assert back.probability.value == pytest.approx(1.0 - pair.probability.value)
    assert back.turned().probability.low == pytest.approx(pair.probability.low)


def test_it_is_decided_only_if_interval_and_test_agree():
    assert compare(np.stack([TEN, TEN + 20.0]), 0, 1).decided
    assert not compare(np.stack([TEN, TEN[::-1]]), 0, 1).decided
    assert not compare(np.stack([TEN[:9], TEN[:9] + 20.0]), 0, 1).decided  # nine are too few


def test_copies_do_not_count_as_runs():
    assert compare(np.stack([TEN, TEN + 20.0]), 0, 1, runs=1).probability is None
