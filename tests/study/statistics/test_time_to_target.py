import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.time_to_target import mean_time, time_quantiles, times_to_target

LOSSES = np.array([[9.0, 9.0, 9.0], [5.0, 7.0, np.nan], [6.0, 3.0, 1.0], [1.0, 2.0, np.inf]])


def test_the_first_row_at_or_below_the_target_counts():
    assert times_to_target(LOSSES, [0, 10, 20, 30], 5.0).tolist() == [10.0, 20.0, 20.0]


def test_each_run_may_have_a_clock_of_its_own():
    clock = np.array([[0, 0, 0], [1, 2, 3], [2, 4, 6], [3, 6, 9]])
    assert times_to_target(LOSSES, clock, 2.0).tolist() == [3.0, 6.0, 6.0]


def test_a_miss_is_infinite_and_quantiles_become_infinite_honestly():
    times = times_to_target(LOSSES, [0, 10, 20, 30], 1.5)
    assert times.tolist() == [30.0, np.inf, 20.0]
    assert time_quantiles(times).tolist() == [25.0, 30.0, np.inf]


def test_a_mean_time_of_misses_is_refused():
    assert mean_time([1.0, 3.0]) == 2.0
    with pytest.raises(InputError, match="expected running time"):
        mean_time([1.0, np.inf])
