import numpy as np
import pytest

from app.engine.quantity import quantities
from app.study.statistics.mean_band import mean_interval
from app.ui.plots.series import Series
from app.ui.plots.spread import Spread
from tests.ui.plots.racing import Racing, data_study, lane, surface_study


@pytest.fixture(scope="module")
def seeds():
    return Racing(surface_study(steps=300, seeds=tuple(range(5)), noise=1.0))


def series(racing, name, smoothing=0.0):
    return Series(racing.history.lanes[0], racing.view.problem, quantities[name](), smoothing)


def test_one_run_is_as_recorded(on_surface):
    loss = series(on_surface, "loss")
    loss.extend(201)
    assert not loss.band
    np.testing.assert_array_equal(loss.curve(), on_surface.history.lanes[0].batch_loss[:201, 0])


def test_two_runs_are_two_curves():
    racing = Racing(surface_study(steps=50, seeds=(0, 1), noise=1.0))
    loss = series(racing, "loss")
    loss.extend(51)
    for run in (0, 1):
        np.testing.assert_array_equal(loss.curve(run), racing.history.lanes[0].batch_loss[:, run])


@pytest.mark.parametrize("chunk", [1, 17, 301])
def test_many_runs_are_median_and_quartiles(seeds, chunk):
    loss = series(seeds, "loss")
    for rows in [*range(chunk, 301, chunk), 301]:
        loss.extend(rows)
    recorded = seeds.history.lanes[0].batch_loss[:301]
    assert loss.band
    np.testing.assert_allclose(loss.curve(), np.median(recorded, axis=1))
    np.testing.assert_allclose(loss.low, np.quantile(recorded, 0.25, axis=1))
    np.testing.assert_allclose(loss.high, np.quantile(recorded, 0.75, axis=1))


def test_each_run_is_smoothed_before_the_median(seeds):
    smooth = series(seeds, "loss", 0.9)
    smooth.extend(301)
    rough = series(seeds, "loss")
    rough.extend(301)
    assert (
        np.abs(np.diff(np.log(smooth.curve()[50:]))).mean()
        < np.abs(np.diff(np.log(rough.curve()[50:]))).mean()
    )


def test_a_run_without_a_value_counts_as_the_worst(seeds):
    loss = series(seeds, "loss")
    values = np.array([[1.0, 2.0, 3.0, np.nan, np.nan]])
    median, low, high = loss._quartiles(values)[:, 0]
    assert (median, low) == (3.0, 2.0)
    assert np.isnan(high)
    accuracy = Series(seeds.history.lanes[0], seeds.view.problem, quantities["train_accuracy"]())
    median, low, high = accuracy._quartiles(values)[:, 0]
    assert (median, high) == (1.0, 2.0)
    assert np.isnan(low)


def test_evaluations_come_now_and_then():
    racing = Racing(data_study())
    loss = series(racing, "loss")
    history = racing.history.lanes[0]
    loss.extend(history.evaluated_length)
    np.testing.assert_array_equal(loss.steps(0, loss.rows), history.plan.evaluate_at)
    np.testing.assert_array_equal(loss.curve(), history.evaluated["loss"][:, 0])


def test_going_back_takes_nothing_away(on_surface):
    loss = series(on_surface, "loss")
    loss.extend(100)
    loss.extend(40)
    assert loss.rows == 100


TEN = Spread("mean", singles=True)


@pytest.fixture(scope="module")
def many():
    return Racing(surface_study(steps=120, seeds=tuple(range(12)), noise=1.0))


def spread_series(racing, spread, lane=0, name="loss"):
    found = Series(racing.history.lanes[lane], racing.view.problem, quantities[name](), 0.0, spread)
    found.extend(racing.history.lanes[lane].length)
    return found


@pytest.mark.parametrize("chunk", [1, 50])
def test_a_mean_has_its_bootstrap_interval_and_the_runs_beside_it(many, chunk):
    loss = Series(many.history.lanes[0], many.view.problem, quantities["loss"](), 0.0, TEN)
    for rows in [*range(chunk, 121, chunk), 121]:
        loss.extend(rows)
    recorded = many.history.lanes[0].batch_loss
    np.testing.assert_allclose(loss.curve(), recorded.mean(axis=1))
    again = [mean_interval(row, resamples=400) for row in recorded]
    np.testing.assert_allclose(loss.low, [each.low for each in again])
    np.testing.assert_allclose(loss.high, [each.high for each in again])
    assert loss.singles == 12
    for run in range(12):
        np.testing.assert_array_equal(loss.single(run), recorded[:, run])


def test_a_mean_of_few_seeds_has_no_interval(seeds):
    loss = spread_series(seeds, Spread("mean"))
    np.testing.assert_allclose(loss.curve(), seeds.history.lanes[0].batch_loss.mean(axis=1))
    assert np.isnan(loss.low).all()
    assert np.isnan(loss.high).all()


def test_there_is_no_mean_from_where_a_run_has_diverged():
    racing = Racing(surface_study([lane("gradient_descent", 0.002)], noise=100.0, seeds=tuple(range(12))))
    out = racing.history.lanes[0].diverged_at
    first = int(out[out >= 0].min())
    assert 0 < (out >= 0).sum() < 12
    mean = spread_series(racing, Spread("mean")).curve()
    assert np.isfinite(mean[:first]).all()
    assert np.isnan(mean[first:]).all()


@pytest.mark.parametrize("name", ["loss", "gradient_norm", "step_length", "lr"])
def test_what_is_drawn_as_recorded_takes_no_memory(on_surface, name):
    found = series(on_surface, name)
    for rows in (1, 50, 201):
        found.extend(rows)
        assert len(found.curve()) == rows
    assert any(np.shares_memory(found.curve(), column) for column in on_surface.history.lanes[0].numbers())


def test_what_is_derived_is_a_copy(on_surface):
    found = series(on_surface, "loss", 0.9)
    found.extend(201)
    assert not np.shares_memory(found.curve(), on_surface.history.lanes[0].batch_loss)
