"""The online problem of Reddi, Kale and Kumar: Adam goes the wrong way, AMSGrad the right one."""

import numpy as np
import pytest

from app.engine.online import Online, OnlineProblem
from app.engine.quantity import quantities
from app.engine.surfaces.reddi import Reddi
from app.study.build import build_race
from app.study.spec import FilterSpec, LaneSpec, Study, SurfaceSpec


def raced(*lanes, values=None, steps=600, seeds=(0,), **more):
    spec = SurfaceSpec(surface="reddi", parameters=values or {}, **more)
    race = build_race(Study(problem=spec, lanes=lanes, steps=steps, seeds=seeds))
    race.run()
    return race


def regret(race, lane=0):
    found = quantities["average_regret"]()
    problem = race.lanes[lane].problem
    assert found.available(problem)
    history = race.history.lanes[lane]
    return found.values(history, problem, 0, found.length(history))


@pytest.mark.parametrize("period", [2, 3, 101])
def test_one_round_in_a_period_is_steep(period):
    surface = Reddi({"c": 500.0, "period": period})
    slopes = surface.slopes(np.arange(3 * period))
    assert np.flatnonzero(slopes == 500.0).tolist() == [0, period, 2 * period]
    assert (np.delete(slopes, [0, period, 2 * period]) == -1.0).all()
    f, by_x, by_y = surface.evaluate(np.float64(0.5), np.float64(0.3))
    assert by_x == pytest.approx(slopes.mean())
    assert f == pytest.approx(abs(slopes.mean()) * abs(0.5 - surface.best))
    assert by_y == 0.0


def test_where_it_is_best():
    assert (Reddi({"c": 3, "period": 3}).best, Reddi({"c": 1, "period": 3}).best) == (-1.0, 1.0)
    for c in (3, 1):
        surface = Reddi({"c": c, "period": 3})
        assert surface.value(np.float64(surface.best), np.float64(0.0)) == surface.lowest == 0.0


def test_gradients_come_in_turn_and_points_stay_within():
    lane = LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.3})
    history = raced(lane, values={"c": 3.0, "period": 3}, steps=9).history.lanes[0]
    np.testing.assert_array_equal(history.gradient[:, 0, 0], [3, -1, -1, 3, -1, -1, 3, -1, -1, 3])
    expected, x = [0.0], 0.0
    for slope in history.gradient[:-1, 0, 0]:
        x = min(max(x - 0.3 * slope, -1.0), 1.0)
        expected.append(x)
    np.testing.assert_allclose(history.theta[:, 0, 0], expected, rtol=1e-12)
    np.testing.assert_allclose(history.batch_loss[:, 0], (np.array(expected) + 1.0) / 3, rtol=1e-12)


def test_adam_fails_where_amsgrad_converges():
    # The setting of the theorem.
    values, given = {"c": 3.0, "period": 3}, {"lr": 0.01, "beta1": 0.0, "beta2": 0.1}
    lanes = [LaneSpec(optimizer=name, hyperparameters=given) for name in ("adam", "amsgrad")]
    race = raced(*lanes, values=values, steps=2000)
    adam, amsgrad = (history.theta[:, 0, 0] for history in race.history.lanes)
    assert adam[-1] > 0.95
    assert amsgrad[-1] < -0.95
    assert regret(race, 0)[-1, 0] > 1.5 * (1 / 3), "it stays on the worst point, which costs 2/3 a round"
    assert regret(race, 1)[-1, 0] < 0.5 * (1 / 3)
    assert regret(race, 1)[-1, 0] < 0.5 * regret(race, 1)[500, 0], "it goes on falling"


def test_the_experiment_of_the_paper():
    values, given = {"c": 101.0, "period": 101}, {"lr": 0.01, "beta2": 0.99}
    lanes = [LaneSpec(optimizer=name, hyperparameters=given) for name in ("adam", "amsgrad")]
    race = raced(*lanes, values=values, steps=20_000)
    adam, amsgrad = (history.theta[:, 0, 0] for history in race.history.lanes)
    assert adam[-1] > 0.95
    assert amsgrad[-1] < amsgrad[10_000] < 0.0


def test_average_regret_is_what_the_rounds_have_cost():
    race = raced(
        LaneSpec(optimizer="adam"), values={"c": 3.0, "period": 3}, steps=30, seeds=(0, 1), spread=0.5
    )
    history, found = race.history.lanes[0], regret(race)
    assert np.isnan(found[0]).all()
    slopes = np.where(np.arange(30) % 3 == 0, 3.0, -1.0)[:, None]
    cost = slopes * history.theta[:-1, :, 0] - slopes * -1.0
    np.testing.assert_allclose(found[1:], [cost[:k].mean(axis=0) for k in range(1, 31)], rtol=1e-12)


def test_rounds_may_be_added_up():
    lane = LaneSpec(optimizer="adam", filters=(FilterSpec(name="accumulate", parameters={"batches": 3}),))
    race = raced(lane, values={"c": 3.0, "period": 3}, steps=5)
    np.testing.assert_allclose(race.history.lanes[0].gradient[:, 0, 0], 1 / 3, rtol=1e-12)
    slope = race.history.lanes[0].theta[:-1, 0, 0] + 1.0
    np.testing.assert_allclose(regret(race)[1:, 0], np.cumsum(slope / 3) / np.arange(1, 6), rtol=1e-12)


def test_starts_outside_are_brought_in():
    history = raced(LaneSpec(), start=(7.0, 3.0), spread=1.0, seeds=(0, 1, 2), steps=1).history.lanes[0]
    assert (np.abs(history.theta) <= 1.0).all()


def test_it_is_seen_as_x_across_and_the_race_upwards():
    problem = OnlineProblem(Reddi(), (0.5, 0.0), (0,))
    seen = problem.drawn(np.array([[0.5], [-1.0]]), np.array([0.0, 1.0]))
    np.testing.assert_array_equal(seen, [[0.5, 0.0], [-1.0, 1.0]])
    np.testing.assert_array_equal(problem.distance(np.array([[0.5], [-1.0]])), [1.5, 0.0])


@pytest.mark.parametrize("call", [lambda s: s.slopes(np.arange(3)), lambda s: s.best])
def test_an_online_problem_must_define_its_parts(call):
    with pytest.raises(NotImplementedError, match="Online must define"):
        call(Online())
