import numpy as np
import pytest

from app.study.statistics.interquartile_mean import interquartile_mean


def test_it_agrees_with_rliable(golden):
    known = golden["rliable"]
    value, low, high = known["iqm"]
    found = interquartile_mean(known["x"], resamples=10_000)
    assert found.value == pytest.approx(value, rel=1e-14)
    assert found.low == pytest.approx(low, abs=0.03 * (high - low))
    assert found.high == pytest.approx(high, abs=0.03 * (high - low))


def test_a_quarter_of_failed_runs_is_left_out_and_more_is_not():
    runs = np.arange(1.0, 9.0)
    runs[-2:] = np.inf
    assert interquartile_mean(runs).value == 4.5
    runs[-3:] = np.inf
    assert interquartile_mean(runs).value == np.inf
