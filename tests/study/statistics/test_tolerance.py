import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.tolerance import working_range


def test_a_valley_in_logarithms_has_the_width_that_can_be_worked_out():
    # log10(loss) = |log10(lr) + 2|: within a factor of 2 for log10(2) on both sides.
    lrs = 10.0 ** np.arange(-5.0, 2.0)
    found = working_range(lrs, 10.0 ** np.abs(np.log10(lrs) + 2.0), factor=2.0)
    assert found.best == pytest.approx(1e-2)
    assert found.decades == pytest.approx(2 * np.log10(2.0))
    assert (found.at_edge, found.open_low, found.open_high) == (False, False, False)


def test_next_to_divergence_the_range_ends_at_the_last_that_worked():
    found = working_range([1e-3, 1e-2, 1e-1, 1.0], [9.0, 1.0, 1.05, np.inf])
    assert found.high == 1e-1
    assert not found.open_high


def test_the_best_at_the_edge_is_said():
    found = working_range([1e-2, 1e-3, 1e-1], [2.0, 4.0, 1.0])
    assert (found.at_edge, found.open_low, found.open_high) == (True, False, True)


def test_a_range_that_goes_on_is_open():
    found = working_range([1e-3, 1e-2, 1e-1], [1.05, 1.0, 9.0])
    assert (found.at_edge, found.open_low) == (False, True)
    assert found.low == 1e-3


def test_a_best_of_zero_has_the_width_of_the_zeros():
    found = working_range([1.0, 10.0, 100.0, 1000.0], [5.0, 0.0, 0.0, 3.0])
    assert (found.low, found.high) == (10.0, 100.0)


@pytest.mark.parametrize(
    ("lrs", "losses", "text"),
    [([0.0, 1.0], [1.0, 2.0], "positive"), ([1.0], [-2.0], "at least 0"), ([1.0], [np.inf], "finite")],
)
def test_what_has_no_range_is_refused(lrs, losses, text):
    with pytest.raises(InputError, match=text):
        working_range(lrs, losses)
