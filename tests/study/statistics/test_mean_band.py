import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.mean_band import MeanBand, mean_interval


def test_it_agrees_with_scipys_percentile_bootstrap(golden):
    known = golden["mean"]
    found = mean_interval(known["values"], resamples=20_000)
    assert found.value == pytest.approx(known["mean"], rel=1e-14)
    width = known["high"] - known["low"]
    assert found.low == pytest.approx(known["low"], abs=0.02 * width)
    assert found.high == pytest.approx(known["high"], abs=0.02 * width)


def test_rows_do_not_depend_on_how_many_come_at_once():
    values = np.random.default_rng(0).normal(size=(500, 12))
    band = MeanBand(12, resamples=400)
    np.testing.assert_allclose(band.of(values)[:, 7:9], band.of(values[7:9]), rtol=1e-12)


def test_a_row_with_a_failed_run_has_no_mean_and_the_others_have():
    found = MeanBand(3).of(np.array([[1.0, 2.0, 3.0], [1.0, np.inf, 3.0], [1.0, np.nan, 3.0]]))
    assert found[0, 0] == 2.0
    assert np.isnan(found[:, 1:]).all()


def test_a_mean_of_misses_is_refused():
    with pytest.raises(InputError, match="1 of 2 are infinite"):
        mean_interval([1.0, np.inf])


def test_the_interval_covers_the_truth_about_as_often_as_it_says():
    generator = np.random.default_rng(1)
    band = MeanBand(20, resamples=400)
    low, high = band.of(generator.normal(3.0, 1.0, (1000, 20)))[1:]
    assert 0.88 < ((low < 3.0) & (high > 3.0)).mean() < 0.97  # a little below 0.95, as known for 20 runs
