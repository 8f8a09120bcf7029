import numpy as np

from app.study.statistics.median_band import median_band


def test_it_is_median_and_quartiles():
    found = median_band([4.0, 1.0, 3.0, 2.0, 5.0])
    assert (found.value, found.low, found.high) == (3.0, 2.0, 4.0)


def test_failed_runs_are_the_worst():
    found = median_band([1.0, 2.0, np.inf, np.inf, 3.0])
    assert (found.value, found.low, found.high) == (3.0, 2.0, np.inf)
