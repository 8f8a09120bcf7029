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


@pytest.mark.parametrize("paired", [True, False])
def test_two_lanes_that_are_the_same_are_seldom_told_apart(paired):
    draw = np.random.default_rng(0)
    found = [compare(draw.lognormal(0.0, 1.0, (2, 10)), 0, 1, paired).decided for _ in range(200)]
    assert 0.0 < np.mean(found) < 0.09  # 5 %, and what chance adds in 200 tries


def test_luck_that_lanes_share_does_not_hide_their_difference_from_pairs():
    draw, found = np.random.default_rng(0), {True: 0, False: 0}
    for _ in range(100):
        luck = draw.normal(0.0, 1.0, (2, 10))
        first, second = draw.normal(0.0, 0.2, (2, 10)) + np.array([[0.0], [0.3]])
        found[True] += compare(np.stack([first + luck[0], second + luck[0]]), 0, 1).decided
        found[False] += compare(np.stack([first + luck[0], second + luck[1]]), 0, 1, False).decided
    assert found[True] > 4 * found[False]
    assert found[True] > 50
