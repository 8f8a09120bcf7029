import numpy as np
import pytest

from app.engine.history import History, LanePlan, RacePlan
from app.engine.meter import Meter, quantile
from app.engine.optimizer import optimizers
from app.engine.problem import SurfaceProblem
from app.engine.surface import surfaces


def metered(measure_at, measured):
    """Return a meter on a bowl, with the arrays of point and gradient that it looks at."""
    plan = LanePlan(1, 2, 20, path=True, measure_at=np.array(measure_at), measured=measured)
    history = History(RacePlan((plan,))).lanes[0]
    problem = SurfaceProblem(surfaces["bowl"](), (1.0, 2.0), [0])
    point, gradient = problem.initial(), np.ones((1, 2))
    optimizer = optimizers["gradient_descent"](1, 2, {"lr": 0.25})
    return Meter(problem, optimizer, history, point, gradient), point, gradient


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_quantiles_are_numpys_over_what_is_finite(share):
    values = np.random.default_rng(0).normal(size=(4, 30))
    values[1, ::2] = np.nan
    values[2, 1:] = np.nan
    values[3] = np.nan
    found = quantile(values, share)
    for row in range(3):
        finite = values[row][np.isfinite(values[row])]
        assert found[row] == pytest.approx(np.quantile(finite, share), rel=1e-13)
    assert np.isnan(found[3])


def test_it_stops_before_and_at_a_step_that_is_looked_back_on():
    meter, point, gradient = metered([0, 5, 6], ("alignment",))
    meter.measure(0)
    assert meter.stop(0, 20) == 4
    assert meter.stop(0, 3) == 3
    assert meter.stop(4, 20) == 5
    point += (-1.0, 0.0)
    gradient[...] = 7.0  # what comes later does not count
    meter.measure(5)
    assert meter.history.measured["alignment"][1, 0] == pytest.approx(0.5**0.5)
    assert meter.stop(5, 20) == 6
    with np.errstate(all="ignore"):  # as a race does; there was no step
        meter.measure(6)
    assert meter.stop(6, 20) == 20
    assert meter.history.measured_length == 3


def test_what_looks_only_at_now_needs_no_stop_before():
    meter, _, _ = metered([0, 5], ("stability_limit",))
    meter.measure(0)
    assert meter.stop(0, 20) == 5
    meter.measure(3)  # nothing is due
    assert meter.history.measured_length == 1
    assert meter.history.measured["stability_limit"][0, 0] == 8.0
