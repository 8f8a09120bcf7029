import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.rank import cliques, critical_difference, mean_ranks, ranking


@pytest.fixture
def demsar(golden):
    return golden["demsar"]


def test_demsars_example_comes_out_as_in_the_paper(demsar):
    errors = 1.0 - np.array(demsar["data"])  # AUC: higher is better there
    found = ranking(("C4.5", "m", "cf", "m+cf"), errors.round(9))
    assert found.ranks == pytest.approx(np.array(demsar["paper_ranks"]), abs=5e-4)
    n, k = 14, 4
    plain = 12 * n / (k * (k + 1)) * ((found.ranks**2).sum() - k * (k + 1) ** 2 / 4)
    assert plain == pytest.approx(demsar["paper_chi_square"], abs=5e-3)
    assert found.critical == pytest.approx(demsar["paper_critical_0.05"], abs=5e-3)
    assert critical_difference(4, 14, 0.10) == pytest.approx(demsar["paper_critical_0.10"], abs=5e-3)
    # Corrected for ties, as SciPy does it.
    assert [found.statistic, found.p] == pytest.approx(demsar["friedman"], rel=1e-9)


def test_the_critical_values_are_those_of_the_papers_table(demsar):
    for k, q in enumerate(demsar["paper_q_0.05"], start=2):
        scale = np.sqrt(k * (k + 1) / (6.0 * 10))
        assert critical_difference(k, 10) / scale == pytest.approx(q, abs=1.1e-3)


def test_pairs_beyond_the_critical_difference_are_those_that_posthocs_finds(demsar):
    ranks = mean_ranks(-np.array(demsar["data"]))
    p = np.array(demsar["nemenyi"])
    for alpha in (0.05, 0.10):
        apart = np.abs(ranks[:, None] - ranks) > critical_difference(4, 14, alpha)
        assert (apart == (p < alpha)).all()


def test_lanes_that_are_equal_everywhere_do_not_differ():
    found = ranking(("a", "b", "c"), np.ones((4, 3)))
    assert (found.p, found.ranks.tolist()) == (1.0, [2.0, 2.0, 2.0])


def test_failures_have_the_worst_rank_and_share_it():
    assert mean_ranks([[1.0, np.inf, np.inf]]).tolist() == [1.0, 2.5, 2.5]


def test_two_lanes_are_refused():
    with pytest.raises(InputError, match="signed ranks"):
        ranking(("a", "b"), np.ones((4, 2)))


def test_cliques_are_the_largest_groups():
    assert cliques(np.array([3.0, 1.0, 1.8, 4.2]), 1.3) == [(1, 2), (2, 0), (0, 3)]
    assert cliques(np.array([1.0, 2.0, 3.0]), 5.0) == [(0, 1, 2)]
    assert cliques(np.array([1.0, 2.0]), 0.5) == []
