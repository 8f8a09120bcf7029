import numpy as np
import pytest
from scipy import stats

from app.engine.error import InputError
from app.study.statistics.difference import differences, paired_difference


def test_two_failures_do_not_differ_and_one_differs_without_end():
    assert differences([1.0, np.inf, np.inf, 2.0], [4.0, np.inf, 1.0, np.inf]).tolist() == [
        [-3.0, 0.0, np.inf, -np.inf]
    ]


def test_the_mean_agrees_with_scipys_paired_bootstrap():
    x, y = np.random.default_rng(0).normal(0.0, 1.0, (2, 20))
    y += x
    found = paired_difference(x, y, "mean", resamples=10_000)
    known = stats.bootstrap(
        (x, y), lambda a, b, axis: (a - b).mean(axis=axis), paired=True, method="percentile",
        n_resamples=10_000, rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    assert found.value == pytest.approx((x - y).mean())
    assert (found.low, found.high) == pytest.approx((known.low, known.high), abs=0.03)


def test_the_median_may_be_infinite_and_a_mean_refuses():
    x, y = [np.inf] * 3, [1.0, 2.0, np.inf]
    assert paired_difference(x, y).value == np.inf
    with pytest.raises(InputError, match="mean difference"):
        paired_difference(x, y, "mean")


def test_runs_that_are_no_pairs_are_refused():
    with pytest.raises(InputError, match="1 runs and the other 2"):
        paired_difference([1.0], [1.0, 2.0])
