import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.optimality_gap import optimality_gap


def test_it_agrees_with_rliable(golden):
    value, low, high = golden["rliable"]["gap"]
    found = optimality_gap(golden["rliable"]["x"], resamples=10_000)
    assert found.value == pytest.approx(value, rel=1e-13)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.03 * (high - low))


def test_what_is_above_enough_does_not_make_up_for_what_is_below():
    assert optimality_gap([3.0, 0.5]).value == 0.25


def test_an_infinite_score_is_refused():
    with pytest.raises(InputError, match="optimality gap"):
        optimality_gap([1.0, -np.inf])
