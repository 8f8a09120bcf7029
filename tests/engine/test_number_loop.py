"""Stepping without arrays gives the same bits, for every optimizer and on every surface."""

import numpy as np
import pytest

import app.engine.lane as lanes
from app.engine.lane import Change
from app.engine.number_loop import number_loop
from app.engine.optimizer import Optimizer, optimizers
from app.engine.surface import surfaces
from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.surface import problem_class
from tests.engine.test_lane import BOWL, Average, race_on

COLUMNS = (
    "theta",
    "gradient",
    "batch_loss",
    "gradient_norm",
    "step_length",
    "lr",
    "evaluations",
    "diverged_at",
)
# Of these the rule is one list of operations; a name that drops out of here has become several times slower.
LOOPED = {
    "gradient_descent", "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw",
    "amsgrad", "nadam", "adamax", "adabelief", "yogi", "adan", "ademamix", "qhm", "qhadam", "lion", "signum",
}  # fmt: skip
STEPS = 400


def study_of(optimizer, surface="rosenbrock", steps=STEPS, changes=(), noise=0.0, **values):
    lane = LaneSpec(optimizer=optimizer, hyperparameters=values, changes=changes)
    return Study(problem=SurfaceSpec(surface=surface, noise=noise), lanes=(lane,), steps=steps)


def raced(study, monkeypatch, arrays=False, blocks=(10**6,)):
    """Return a lane at the end of its race."""
    monkeypatch.setattr(lanes, "_WORTH", 10**9 if arrays else 32)
    race = build_race(study)
    while not race.finished:
        for block in blocks:
            race.advance(block)
    return race.lanes[0]


def assert_same_bits(one, other):
    for name in COLUMNS:
        a, b = getattr(one.history, name), getattr(other.history, name)
        np.testing.assert_array_equal(a, b, err_msg=name)
        known = ~np.isnan(a) if a.dtype == np.float64 else slice(None)
        np.testing.assert_array_equal(np.signbit(a[known]), np.signbit(b[known]), err_msg=name)


def assert_same_state(one, other):
    """What the next step would start from is the same too."""
    kept = [slot.name for slot in (*one.optimizer.slots, *one.optimizer.scalars)]
    kept += [name for name, value in vars(one.optimizer).items() if isinstance(value, (float, int))]
    for name in kept:  # not what is written before it is read, which no array need ever have held
        value = getattr(one.optimizer, name)
        if isinstance(value, (np.ndarray, float, int)):
            np.testing.assert_array_equal(value, getattr(other.optimizer, name), err_msg=name)
    np.testing.assert_array_equal(one.theta, other.theta)
    np.testing.assert_array_equal(one.grad, other.grad)
    assert one.oracle.evaluations == other.oracle.evaluations
    np.testing.assert_array_equal(one.oracle.loss, other.oracle.loss)


def variants():
    """Each optimizer as it is, with weight decay, and with each of its switches the other way."""
    for kind in optimizers:
        if kind.no_surface:
            continue
        yield pytest.param(kind.name, {}, id=kind.name)
        for parameter in kind.parameters:
            if parameter.name == "weight_decay":
                yield pytest.param(kind.name, {"weight_decay": 0.01}, id=f"{kind.name}-decay")
            elif parameter.kind == "switch":
                values = {parameter.name: not parameter.default}
                yield pytest.param(kind.name, values, id=f"{kind.name}-{parameter.name}")


@pytest.mark.parametrize(("optimizer", "values"), list(variants()))
def test_every_optimizer_comes_out_the_same(optimizer, values, monkeypatch):
    study = study_of(optimizer, **values)
    arrays = raced(study, monkeypatch, arrays=True)
    numbers = raced(study, monkeypatch)
    assert_same_bits(arrays, numbers)
    assert_same_state(arrays, numbers)
    assert arrays._numbers is None
    if optimizer in LOOPED and values.get("centered") is None:
        assert numbers._numbers is not None


@pytest.mark.parametrize("surface", [kind.name for kind in surfaces if problem_class(kind()).path])
@pytest.mark.parametrize("optimizer", ["momentum", "adam"])
def test_every_surface_comes_out_the_same(surface, optimizer, monkeypatch):
    study = study_of(optimizer, surface, lr=0.05)
    arrays = raced(study, monkeypatch, arrays=True)
    assert_same_bits(arrays, raced(study, monkeypatch))


def test_blocks_do_not_matter(monkeypatch):
    study = study_of("adam")
    whole = raced(study, monkeypatch)
    parts = raced(study, monkeypatch, blocks=(1, 40, 7, 33, 100))
    assert whole._numbers is not None
    assert_same_bits(whole, parts)


def test_changes_on_the_way(monkeypatch):
    changes = (Change(100, "lr", 0.02), Change(180, "beta1", 0.5), Change(250, "weight_decay", 0.1))
    study = study_of("adam", changes=changes)
    assert_same_bits(raced(study, monkeypatch, arrays=True), raced(study, monkeypatch))


def test_a_divergence_comes_out_the_same(monkeypatch):
    study = study_of("momentum", lr=1.0)
    arrays, numbers = raced(study, monkeypatch, arrays=True), raced(study, monkeypatch)
    assert arrays.history.diverged_at[0] > 0
    assert not np.isfinite(arrays.history.theta[-1]).all()
    assert_same_bits(arrays, numbers)


def test_where_python_refuses_the_arrays_take_over(monkeypatch):
    """At x = 0 AdaGrad without eps divides 0 by 0, which NumPy calls NaN and Python an error."""

    def run(worth):
        monkeypatch.setattr(lanes, "_WORTH", worth)
        race = race_on(BOWL, "adagrad", 200, start=(0.0, 1.0), eps=0.0, lr=0.1)
        with np.errstate(all="ignore"):
            race.run()
        return race.lanes[0]

    arrays, numbers = run(10**9), run(32)
    assert np.isnan(arrays.history.theta[1, 0, 0])
    assert_same_bits(arrays, numbers)


def test_the_loop_stops_before_the_step_that_python_refuses():
    race = race_on(BOWL, "adagrad", 200, start=(0.0, 1.0), eps=0.0, lr=0.1)
    race.begin()
    lane = race.lanes[0]
    before = lane.theta.copy(), lane.optimizer.__dict__ | {}
    loop = number_loop(lane.optimizer, lane.oracle, lane.theta, lane.grad)
    assert loop is not None
    assert loop.run(lane.history, 0, 50) == 0
    np.testing.assert_array_equal(lane.theta, before[0])
    assert lane.oracle.evaluations == 1


@pytest.mark.parametrize("walled", [kind.name for kind in surfaces if kind().walls])
def test_walls(walled, monkeypatch):
    study = study_of("momentum", walled, lr=50.0)
    arrays = raced(study, monkeypatch, arrays=True)
    assert arrays._walls is not None
    assert_same_bits(arrays, raced(study, monkeypatch))


def test_noise_several_runs_schedules_and_own_optimizers_are_stepped_as_arrays(monkeypatch):
    assert raced(study_of("adam", noise=0.5), monkeypatch)._numbers is None
    race = race_on(BOWL, "adam", 100, seeds=(0, 1))
    race.run()
    assert race.lanes[0]._numbers is None
    assert Average.__module__.startswith("tests")
    rule = Average(1, 2, {}, "F")
    assert isinstance(rule, Optimizer)
    problem = race_on(BOWL, "adam", 10).lanes[0]
    assert number_loop(rule, problem.oracle, problem.theta, problem.grad) is None


def test_a_run_that_is_stepped_singly_is_not_turned_into_a_loop(monkeypatch):
    lane = raced(study_of("adam", steps=60), monkeypatch, blocks=(1,))
    assert lane._numbers is None
    assert not lane._tried
