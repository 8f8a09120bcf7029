import numpy as np
import pytest
from scipy import stats

from app.study.statistics.signed_rank import holm, signed_rank


def test_it_agrees_with_scipy_as_recorded(golden):
    for case in golden["signed_rank"]:
        found = signed_rank(case["x"], case["y"])
        assert found.statistic == case["statistic"]
        assert found.p == pytest.approx(case["p"], rel=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_with_ties_it_agrees_with_scipys_walk_through_all_signs(seed):
    x, y = np.random.default_rng(seed).integers(0, 6, (2, 8)).astype(float)
    apart = (x - y)[x != y]
    found = signed_rank(x, y)
    known = stats.wilcoxon(apart, method=stats.PermutationMethod())
    assert found.p == pytest.approx(known.pvalue, rel=1e-9)
    assert found.statistic == known.statistic


def test_three_pairs_cannot_be_significant():
    assert signed_rank([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]).p == 0.25


def test_a_failed_run_has_the_highest_rank():
    x, y = np.array([1.0, 2.0, 3.0, 4.0, 9.0]), np.array([2.0, 4.0, 6.0, 8.0, np.inf])
    assert signed_rank(x, y).p == stats.wilcoxon([-1.0, -2.0, -3.0, -4.0, -99.0]).pvalue


def test_runs_that_all_tie_do_not_differ():
    found = signed_rank([1.0, np.inf], [1.0, np.inf])
    assert (found.p, found.pairs) == (1.0, 0)


def test_holms_correction_agrees_with_statsmodels(golden):
    assert holm(golden["holm"]["p"]) == pytest.approx(np.array(golden["holm"]["corrected"]))


def test_one_test_needs_no_correction():
    assert holm([0.04]).tolist() == [0.04]
