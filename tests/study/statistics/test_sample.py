import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.sample import finite, table


def test_runs_of_one_task_are_one_row():
    assert table([1.0, np.inf]).shape == (1, 2)


@pytest.mark.parametrize("values", [[], 3.0, np.zeros((2, 2, 2))])
def test_what_are_no_runs_is_refused(values):
    with pytest.raises(InputError, match="tasks × runs"):
        table(values)


def test_a_run_without_a_number_is_refused_and_infinity_is_not():
    with pytest.raises(InputError, match="1 of the times are not a number"):
        table([1.0, np.nan], "times")


def test_a_mean_of_misses_is_refused_with_what_to_take_instead():
    with pytest.raises(InputError, match=r"2 of 3 are infinite.*median"):
        finite(np.array([1.0, np.inf, np.inf]), "A mean")
