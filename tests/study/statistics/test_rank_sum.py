"""Mann and Whitney's test: as SciPy has it, and as R prints it."""

import numpy as np
import pytest
from scipy import stats

from app.engine.error import InputError
from app.study.statistics.rank_sum import rank_sum


def test_it_agrees_with_scipy_as_recorded(golden):
    assert len(golden["rank_sum"]) == 5
    for case in golden["rank_sum"]:
        found = rank_sum(case["x"], case["y"])
        assert found.statistic == case["statistic"]
        assert found.p == pytest.approx(case["p"], rel=1e-9)


def test_it_agrees_with_the_example_of_r():
    """``wilcox.test`` of R, from Hollander & Wolfe (1973), 69 f.: W = 35, one-sided p = 0.1272."""
    term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    early = [1.15, 0.88, 0.90, 0.74, 1.21]
    found = rank_sum(term, early)
    assert found.statistic == 35.0
    assert found.p == pytest.approx(2 * 0.1272, abs=1e-4)


def test_exact_p_values_are_those_of_all_ways_to_deal_the_runs_out():
    x, y = np.random.default_rng(3).normal(size=(2, 6))

    def higher(first, second, axis=-1):
        ahead = np.expand_dims(first, axis) > np.expand_dims(second, axis - 1)
        return ahead.sum(axis=(axis - 1, axis))

    dealt = stats.permutation_test((x, y), higher, vectorized=True, n_resamples=np.inf)
    assert rank_sum(x, y).p == pytest.approx(dealt.pvalue, rel=1e-9)


def test_a_failed_run_has_the_highest_rank_and_two_failures_tie():
    x, y = np.arange(12.0), np.arange(12.0) + 0.5
    worst = np.where(np.arange(12) > 8, np.inf, y)
    assert rank_sum(x, worst) == rank_sum(x, np.where(np.arange(12) > 8, 1e9, y))
    assert rank_sum(worst, x).statistic == 144.0 - rank_sum(x, worst).statistic


def test_runs_that_are_all_equal_do_not_differ():
    assert rank_sum([1.0] * 10, [1.0] * 10).p == 1.0
    assert rank_sum([np.inf] * 10, [np.inf] * 12).statistic == 60.0


def test_the_order_of_the_runs_and_of_the_lanes_does_not_matter():
    x, y = np.random.default_rng(4).normal(size=(2, 14))
    assert rank_sum(x, y).p == rank_sum(x[::-1], np.roll(y, 3)).p == pytest.approx(rank_sum(y, x).p)


def test_ten_runs_that_are_all_sooner_are_told_from_chance_and_three_are_not():
    assert rank_sum(np.arange(10.0), np.arange(10.0) + 20).p == pytest.approx(2 / 184_756)
    assert rank_sum([1.0, 2.0, 3.0], [4.0, 5.0, 6.0]).p == pytest.approx(0.1)


def test_lanes_may_have_different_numbers_of_runs_but_not_none():
    assert 0.0 < rank_sum([1.0, 5.0], [2.0, 3.0, 4.0]).p <= 1.0
    with pytest.raises(InputError):
        rank_sum([], [1.0])
