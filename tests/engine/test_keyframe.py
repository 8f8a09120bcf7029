"""From a keyframe a lane goes on with the same bits, whatever optimizer it is and whatever is around it."""

import threading

import msgspec
import numpy as np
import pytest

from app.engine import keyframe
from app.engine.filter import filters
from app.engine.keyframe import Keyframe, Keyframes
from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.engine.schedule import schedules
from app.study.build import build_problem, build_race
from app.study.inside import Inspector
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec

STEPS, AT = 120, 70
ALL = [each.name for each in optimizers if not each.no_surface]


def study_of(lane, **problem):
    spec = SurfaceSpec(surface=problem.pop("surface", "himmelblau"), **problem)
    return Study(problem=spec, steps=STEPS, seeds=problem.get("seeds", (3, 5)), lanes=(lane,))


def held(study, at=AT):
    """Return the whole race, and a lane that goes on from a keyframe of it in a history of its own."""
    problem = build_problem(study)
    race, other = build_race(study, problem=problem), build_race(study, problem=problem)
    race.begin()
    race.advance(at)
    kept = Keyframe(race.lanes[0])
    race.run()
    other.begin()
    lane = other.lanes[0]
    for _ in range(2):  # it can be gone on from more than once
        kept.resume(lane)
        assert lane.step == at
        with np.errstate(all="ignore"):
            lane.advance(STEPS)
    return race.history.lanes[0], other.history.lanes[0]


def agree(study):
    record, found = held(study)
    rows = slice(AT, STEPS + 1)
    np.testing.assert_array_equal(found.theta[rows], record.theta[rows])
    np.testing.assert_array_equal(found.gradient[rows], record.gradient[rows])
    np.testing.assert_array_equal(found.batch_loss[rows], record.batch_loss[rows])
    np.testing.assert_array_equal(found.lr[rows][1:], record.lr[rows][1:])
    assert not found.theta[AT - 1].any()  # what is before was not raced again


@pytest.mark.parametrize("name", ALL)
def test_every_optimizer_goes_on_with_the_same_bits(name):
    agree(study_of(LaneSpec(optimizer=name), noise=0.05, spread=0.1))


@pytest.mark.parametrize("name", ALL)
def test_every_optimizer_with_one_run_does_too(name):
    study = study_of(LaneSpec(optimizer=name))
    agree(msgspec.structs.replace(study, seeds=(0,)))


@pytest.mark.parametrize("name", [each.name for each in filters if each.stage != "batches"])
def test_every_filter_goes_on(name):
    lane = LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}, filters=(FilterSpec(name=name),))
    agree(study_of(lane, noise=0.05))


@pytest.mark.parametrize("name", [each.name for each in schedules])
def test_every_schedule_goes_on(name):
    lane = LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}, schedule=ScheduleSpec(name=name))
    agree(study_of(lane))


def test_changes_before_at_and_after_it_hold():
    changes = (Change(40, "lr", 0.02), Change(AT, "lr", 0.1), Change(90, "beta1", 0.5))
    agree(study_of(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}, changes=changes), noise=0.1))


def test_a_keyframe_does_not_move_with_the_lane_it_is_of():
    study = study_of(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}))
    race = build_race(study)
    race.begin()
    race.advance(AT)
    kept = Keyframe(race.lanes[0])
    theta = race.lanes[0].theta.copy()
    race.run()
    other = build_race(study)
    other.begin()
    kept.resume(other.lanes[0])
    np.testing.assert_array_equal(other.lanes[0].theta, theta)
    assert not np.array_equal(race.lanes[0].theta, theta)


@pytest.fixture
def often(monkeypatch):
    """Have keyframes every ten steps."""
    monkeypatch.setattr(keyframe, "_EVERY", 10)


def kept_of(race, piece=7):
    frames = Keyframes(race)
    race.begin()
    while not race.finished:
        race.advance(piece)
        frames.keep()
    return frames


def test_they_are_kept_as_the_race_goes_on_and_the_nearest_before_is_found(often):
    race = build_race(study_of(LaneSpec(optimizer="adam")))
    frames = kept_of(race)
    steps = [each.step for each in frames._kept[0]]
    assert steps == [14, 28, 42, 56, 70, 84, 98, 112]
    assert frames.before(0, 69).step == 56
    assert frames.before(0, 70).step == 70
    assert frames.before(0, 13) is None


def test_many_are_thinned_and_the_rest_lie_evenly(often, monkeypatch):
    monkeypatch.setattr(keyframe, "_MOST", 8)
    study = msgspec.structs.replace(study_of(LaneSpec(optimizer="sgd")), steps=3000)
    frames = kept_of(build_race(study))
    steps = [each.step for each in frames._kept[0]]
    assert 4 <= len(steps) <= 8
    assert max(np.diff([0, *steps, 3000])) <= 2.5 * 3000 / 4


def test_one_that_does_not_let_itself_be_copied_is_known(often):
    race = build_race(study_of(LaneSpec(optimizer="adam")))
    race.lanes[0].optimizer.held = threading.Lock()
    frames = kept_of(race)
    assert frames.before(0, STEPS) is None
    assert "does not let itself be copied" in frames.why_not(0)
    assert Keyframes(build_race(study_of(LaneSpec(optimizer="adam")))).why_not(0) == ""


def test_why_others_have_none():
    lanes = (LaneSpec(optimizer="adam"),)
    data = build_race(Study(problem=DataSpec(dataset="two_moons"), epochs=1, lanes=lanes))
    assert "on data" in Keyframes(data).why_not(0)
    many = build_race(Study(problem=SurfaceSpec(surface="quadratic"), steps=5, lanes=lanes))
    assert "so many dimensions" in Keyframes(many).why_not(0)


def test_large_ones_are_fewer(often, monkeypatch):
    monkeypatch.setattr(keyframe, "_BYTES", 60_000)
    race = build_race(study_of(LaneSpec(optimizer="adam")))
    frames = kept_of(race)
    kept = frames._kept[0]
    assert sum(each.nbytes for each in kept) <= 60_000
    assert kept


def test_a_race_on_data_and_an_optimizer_that_cannot_be_copied_have_none(often, monkeypatch):
    data = Study(
        problem=DataSpec(dataset="iris", model="softmax"), epochs=30, lanes=(LaneSpec(optimizer="adam"),)
    )
    frames = kept_of(build_race(data))
    assert frames.before(0, 10**6) is None
    race = build_race(study_of(LaneSpec(optimizer="adam")))
    race.lanes[0].optimizer.lock = threading.Lock()
    frames = kept_of(race)
    assert frames.before(0, 10**6) is None


@pytest.mark.parametrize("pairing", ["paired", "independent"])
def test_the_inspector_starts_from_the_nearest_and_sees_the_same(often, pairing):
    changes = (Change(40, "lr", 0.02),)
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}, changes=changes),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-4}, schedule=ScheduleSpec(name="cosine")),
    )
    surface = SurfaceSpec(surface="rosenbrock", noise=0.1)
    study = Study(problem=surface, steps=STEPS, lanes=lanes, pairing=pairing)
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    frames = kept_of(race)
    quick, slow = Inspector(study, problem, frames), Inspector(study, problem)
    for lane in (0, 1):
        for step in (119, 5, 57, 58, 15, 100):
            seen, expected = quick.look(lane, step, 0), slow.look(lane, step, 0)
            assert np.array_equal(seen.before, expected.before)
            assert np.array_equal(seen.after, expected.after)
            assert np.array_equal(seen.gradient, expected.gradient)
            for one, other in zip(seen.terms, expected.terms, strict=True):
                assert np.array_equal(one.value, other.value, equal_nan=True)
            record = race.history.lanes[lane].theta
            assert np.array_equal(seen.after, record[step, 0])


def test_the_inspector_writes_few_rows_where_it_starts_from_keyframes(often, monkeypatch):
    monkeypatch.setattr("app.study.inside._ROWS", 50)
    study = study_of(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}))
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    inspector = Inspector(study, problem, kept_of(race))
    for step in [*range(1, STEPS), 60, 30]:
        seen = inspector.look(0, step, 1)
        assert np.array_equal(seen.after, race.history.lanes[0].theta[step, 1])
        written = inspector._lane.history.theta.any(axis=(1, 2)).sum()
        assert written <= 50 + 20
