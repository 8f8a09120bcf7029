"""Inside an update: the same step as in the race, whatever is around it."""

import msgspec
import numpy as np
import pytest

from app.engine.error import InputError
from app.engine.keyframe import Keyframes
from app.engine.lane import Change
from app.study.build import build_problem, build_race
from app.study.inside import Inspector
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec

SURFACE = Study(
    problem=SurfaceSpec(surface="rosenbrock", noise=0.05, spread=0.1),
    steps=80,
    seeds=(3, 5),
    lanes=(
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
        LaneSpec(
            optimizer="adam",
            hyperparameters={"lr": 0.05, "weight_decay": 0.1},
            changes=(Change(30, "lr", 0.01),),
            schedule=ScheduleSpec(name="cosine"),
            filters=(FilterSpec(name="clip_norm", parameters={"max_norm": 1.0}),),
        ),
        LaneSpec(optimizer="adamw", hyperparameters={"weight_decay": 0.1}),
        LaneSpec(optimizer="sgd", hyperparameters={"lr": 1e-3}),
    ),
)


@pytest.fixture(scope="module")
def raced():
    race = build_race(SURFACE)
    race.run()
    return race.history


@pytest.fixture(scope="module")
def inspector():
    return Inspector(SURFACE, build_problem(SURFACE))


@pytest.mark.parametrize("lane", range(4))
def test_the_last_term_is_the_point_of_the_race(raced, inspector, lane):
    record = raced.lanes[lane]
    for run in (0, 1):
        for step in (1, 2, 31, 80, 40):
            inside = inspector.look(lane, step, run)
            np.testing.assert_array_equal(inside.before, record.theta[step - 1, run])
            np.testing.assert_array_equal(inside.after, record.theta[step, run])
            last = [term for term in inside.terms if term.name == "theta"][-1]
            np.testing.assert_allclose(last.value, inside.after, rtol=1e-12)


def test_what_is_around_the_step_is_seen(inspector, raced):
    inside = inspector.look(1, 31, 0)
    assert inside.filtered
    assert np.linalg.norm(inside.gradient) <= 1.0 + 1e-9
    np.testing.assert_allclose(inside.terms[0].value, inside.gradient + 0.1 * inside.before, rtol=1e-12)
    assert inside.known["η"][0] == pytest.approx(float(raced.lanes[1].lr[31, 0]))
    assert inside.terms[0].symbol == "g"
    assert not inspector.look(0, 31, 0).filtered


def test_what_it_starts_from_is_known(inspector):
    inside = inspector.look(0, 5, 0)
    assert set(inside.known) >= {"η", "μ", "τ", "b"}
    buffer = next(term for term in inside.terms if term.name == "b")
    expected = 0.9 * inside.known["b"] + inside.gradient
    np.testing.assert_allclose(buffer.value, expected, rtol=1e-12)


FURTHER = (
    LaneSpec(optimizer="sam", hyperparameters={"lr": 1e-3, "rho": 0.5}),
    LaneSpec(optimizer="lbfgs", hyperparameters={"line_search_fn": "strong_wolfe"}),
)


@pytest.mark.parametrize("lane", FURTHER, ids=lambda lane: lane.optimizer)
def test_further_gradients_are_those_of_the_race(lane):
    """They are filtered, and what the inspector asks for is neither counted nor drawn from the noise."""
    clip = FilterSpec(name="clip_norm", parameters={"max_norm": 3.0})
    noise = FilterSpec(name="gradient_noise", parameters={"deviation": 0.2})
    lane = msgspec.structs.replace(lane, filters=(clip, noise))
    study = msgspec.structs.replace(SURFACE, lanes=(lane,))
    race = build_race(study)
    race.run()
    inspector, record = Inspector(study, build_problem(study)), race.history.lanes[0]
    for step in (1, 2, 3, 10, 40):
        inside = inspector.look(0, step, 1)
        np.testing.assert_array_equal(inside.after, record.theta[step, 1])
        np.testing.assert_allclose(inside.terms[-1].value, inside.after, rtol=1e-12)


def test_the_numbers_of_a_base_are_known():
    lane = LaneSpec(optimizer="lookahead", hyperparameters={"base": "adam", "k": 3})
    study = msgspec.structs.replace(SURFACE, lanes=(lane,))
    known = Inspector(study, build_problem(study)).look(0, 4, 0).known
    assert (known["k"], known["α"], known["β₁"], known["ε"]) == (3, 0.5, 0.9, 1e-8)


def test_on_data():
    study = Study(
        problem=DataSpec(dataset="iris", model="softmax"),
        lanes=(LaneSpec(optimizer="adam", batch_size=16),),
        epochs=3,
    )
    race = build_race(study)
    race.run()
    inside = Inspector(study, build_problem(study)).look(0, 4, 0)
    assert [name for name, *_ in inside.layers] == ["weight", "bias"]
    assert inside.before.shape == inside.after.shape == inside.gradient.shape
    last = [term for term in inside.terms if term.name == "theta"][-1]
    np.testing.assert_allclose(last.value, inside.after, rtol=1e-12)


@pytest.mark.parametrize("step", [0, 81])
def test_there_is_no_such_step(inspector, step):
    with pytest.raises(InputError, match="from 1 to 80"):
        inspector.look(0, step, 0)


def test_inside_an_independent_lane_are_its_own_random_numbers():
    study = msgspec.structs.replace(SURFACE, lanes=(SURFACE.lanes[0],) * 2, pairing="independent")
    race = build_race(study)
    race.run()
    for problem in (build_problem(study), race.lanes[1].problem):
        inspector = Inspector(study, problem)
        for lane in (1, 0):
            for run in (0, 1):
                found = inspector.look(lane, 40, run)
                np.testing.assert_array_equal(found.after, race.history.lanes[lane].theta[40, run])
    assert (found.after != inspector.look(1, 40, 1).after).all()


def test_how_far_it_was_is_known():
    problem = build_problem(SURFACE)
    race = build_race(SURFACE, problem=problem)
    race.begin()
    fresh = Inspector(SURFACE, problem, Keyframes(race))
    assert [fresh.look(0, step, 0).raced for step in (40, 41, 80, 80)] == [40, 1, 39, 80]
    assert fresh.look(0, 80, 0).why == ""
