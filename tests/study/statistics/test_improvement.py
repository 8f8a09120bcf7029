import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.improvement import improvement, wins


def test_it_agrees_with_rliable(golden):
    known = golden["rliable"]
    value, low, high = known["improvement"]
    # There a higher score is better, here a lower loss; the two are drawn apart.
    found = improvement(-np.array(known["x"]), -np.array(known["y"]), paired=False, resamples=10_000)
    assert found.value == pytest.approx(value, rel=1e-14)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.04 * (high - low))


def test_two_failures_are_a_tie_and_one_is_a_loss():
    assert improvement([np.inf, np.inf], [np.inf, np.inf]).value == 0.5
    assert improvement([1.0, 2.0], [np.inf, np.inf]).value == 1.0


def test_pairs_drawn_together_know_more_where_the_seed_decides():
    luck = np.random.default_rng(0).normal(0.0, 1.0, 30)
    together, apart = (improvement(luck, luck + 0.3, paired) for paired in (True, False))
    assert together.value == apart.value
    assert together.high - together.low < 0.6 * (apart.high - apart.low)


def test_the_other_way_round_is_the_rest():
    x, y = np.random.default_rng(1).normal(size=(2, 3, 8))
    there, back = improvement(x, y), improvement(y, x)
    assert there.value + back.value == pytest.approx(1.0)
    assert there.low + back.high == pytest.approx(1.0)


def test_lanes_with_other_tasks_are_refused():
    with pytest.raises(InputError, match="same tasks and seeds"):
        improvement([1.0, 2.0], [1.0])


def test_wins_losses_and_ties_are_counted_by_pair():
    assert wins([1.0, 5.0, np.inf, 2.0], [2.0, 4.0, np.inf, np.inf]) == (2, 1, 1)
