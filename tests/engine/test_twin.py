"""A copy that steps ahead is not noticed: every number of the race is as without it."""

import msgspec
import pytest

from app.engine.filter import filters
from app.engine.lane import Lane
from app.engine.optimizer import optimizers
from app.engine.schedule import schedules
from app.engine.twin import twin_of
from app.study.build import build_race
from app.study.notation import parse_lane
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec
from tests.engine.test_race import bytes_of

NOISY = SurfaceSpec(surface="rosenbrock", noise=0.5, spread=0.1)
DROPPED = DataSpec(dataset="iris", model="mlp", model_parameters={"hidden": (5,), "dropout": 0.3})


@pytest.fixture
def rehearsals(monkeypatch):
    """Have a lane step ahead after each step, and return the lanes that did."""
    did = []

    def noted(lane):
        did.append(lane)
        return twin_of(lane)

    monkeypatch.setattr("app.engine.stopwatch._STALE", 0)
    monkeypatch.setattr("app.engine.lane.twin_of", noted)
    return did


def plain(study):
    """Return a race of which no lane steps ahead."""
    race = build_race(study)
    for lane in race.lanes:
        lane._rehearses = False
    race.run()
    return race


def halting(study, change=None):
    """Return a race that was shown step by step, and what was changed half-way."""
    race, made = build_race(study), None
    while not race.finished:
        race.advance(1)
        if change is not None and race.tick == 20:
            made = race.change(0, *change)
    assert all(lane._rehearses for lane in race.lanes)  # none had to give up
    return race, made


def same_bits(lane, rehearsals, problem=NOISY, quantities=(), **budget):
    study = Study(
        problem=problem, lanes=(lane,), seeds=(1, 2), quantities=quantities, **(budget or {"steps": 40})
    )
    expected = bytes_of(plain(study).history)
    assert not rehearsals
    assert bytes_of(halting(study)[0].history) == expected
    assert len(rehearsals) > 10


@pytest.mark.parametrize("name", [each.name for each in optimizers if not each.no_surface])
def test_every_optimizer(name, rehearsals):
    same_bits(LaneSpec(optimizer=name), rehearsals)


@pytest.mark.parametrize("name", [each.name for each in filters])
def test_every_filter(name, rehearsals):
    same_bits(LaneSpec(filters=(FilterSpec(name=name),)), rehearsals)


@pytest.mark.parametrize("name", [each.name for each in schedules])
def test_every_schedule(name, rehearsals):
    same_bits(LaneSpec(schedule=ScheduleSpec(name=name)), rehearsals)


@pytest.mark.parametrize(
    "text", ["adam:batch_size=32", "sophia_h:batch_size=50", "sgd:batch_size=7,accumulate=3"]
)
def test_data_with_dropout_and_groups_of_batches(text, rehearsals):
    same_bits(parse_lane(text), rehearsals, DROPPED, epochs=5)


def test_walls_what_is_measured_and_many_dimensions(rehearsals):
    same_bits(LaneSpec(), rehearsals, SurfaceSpec(surface="reddi"))
    rehearsals.clear()
    same_bits(LaneSpec(), rehearsals, NOISY, ("sharpness",))
    rehearsals.clear()
    same_bits(LaneSpec(), rehearsals, SurfaceSpec(surface="quadratic", noise=0.5))


def test_a_change_on_the_way_holds_though_a_step_was_taken_ahead_without_it(rehearsals):
    study = Study(problem=NOISY, lanes=(LaneSpec(),), steps=40)
    changed, change = halting(study, ("lr", 0.5))
    assert change.step == 20
    lanes = (msgspec.structs.replace(study.lanes[0], changes=(change,)),)
    expected = plain(msgspec.structs.replace(study, lanes=lanes))
    assert bytes_of(changed.history) == bytes_of(expected.history)
    assert bytes_of(changed.history) != bytes_of(plain(study).history)


def test_what_no_step_changes_is_not_copied():
    lane: Lane = build_race(Study(problem=DROPPED, lanes=(LaneSpec(),), epochs=1)).lanes[0]
    lane.begin()
    twin = twin_of(lane)
    assert twin.problem is lane.problem
    assert twin.history is lane.history
    assert twin.optimizer is not lane.optimizer
    assert twin.theta is not lane.theta
    before = lane.oracle.evaluations
    twin.oracle.draw()
    twin.oracle.gradient(twin.theta, twin.grad)
    assert lane.oracle.evaluations == before


def test_an_optimizer_of_ones_own_takes_no_step_ahead(rehearsals):
    """It may count its steps where a copy counts too; its lane counts as it is then."""

    class Counting(optimizers["sgd"]):
        name = ""
        steps = 0

        def step(self, theta, grad, oracle):
            Counting.steps += 1
            super().step(theta, grad, oracle)

    race = build_race(Study(problem=NOISY, lanes=(LaneSpec(optimizer="sgd"),), steps=40))
    known = race.lanes[0]
    optimizer = Counting(1, 2, None, "F")
    race.lanes[0] = Lane(known.problem, optimizer, known.history)
    for _ in range(10):
        race.advance(1)
    assert (Counting.steps, rehearsals) == (10, [])
