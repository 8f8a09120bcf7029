"""What is carried over is what racing again would give, to the bit."""

import msgspec
import pytest

from app.engine.lane import Change
from app.study.build import build_race
from app.study.carry import Carrier
from app.study.pairing import with_streams
from app.study.spec import LaneSpec, Study, SurfaceSpec

replace = msgspec.structs.replace
LANES = (
    LaneSpec(optimizer="adam", hyperparameters={"lr": 0.05}),
    LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
)


def built(study):
    race = build_race(study, lambda plan: bytearray(plan.nbytes))
    race.begin()
    return race


@pytest.fixture
def study():
    return Study(problem=SurfaceSpec(surface="bowl", noise=0.2), lanes=LANES, steps=120, seeds=(3, 4))


@pytest.fixture
def carrier(study):
    race = built(study)
    race.run()
    carrier = Carrier()
    carrier.keep(study, race)
    return carrier


def with_lr(study, lr):
    return replace(study, lanes=(replace(study.lanes[0], hyperparameters={"lr": lr}), *study.lanes[1:]))


def without_clock(race):
    for lane in race.history.lanes:
        lane.seconds[:] = 0.0
    return bytes(race.history.buffer)


def test_a_lane_that_is_the_same_is_there_at_once_and_the_rest_is_raced(study, carrier):
    edited = with_lr(study, 0.2)
    race = built(edited)
    assert carrier.carry(edited, race) == 1
    assert [lane.step for lane in race.lanes] == [0, study.steps]
    race.run()
    plain = built(edited)
    plain.run()
    assert without_clock(race) == without_clock(plain)


def test_names_and_places_do_not_matter(study, carrier):
    moved = replace(study, lanes=(replace(LANES[1], name="other", colour="5", muted=True), LANES[0]))
    race = built(moved)
    assert carrier.carry(moved, race) == 2
    race.run()
    plain = built(moved)
    plain.run()
    assert without_clock(race) == without_clock(plain)


@pytest.mark.parametrize(
    "field",
    [{"problem": SurfaceSpec(surface="bowl", noise=0.1)}, {"seeds": (3, 5)}, {"steps": 121}],
    ids=["problem", "seeds", "steps"],
)
def test_nothing_is_carried_to_another_ground(study, carrier, field):
    edited = replace(study, **field)
    assert carrier.carry(edited, built(edited)) == 0


def test_a_lane_that_was_changed_while_it_ran_is_another(study):
    race = built(study)
    race.advance(50)
    race.change(0, "lr", 0.5)
    race.run()
    carrier = Carrier()
    carrier.keep(study, race)
    assert carrier.carry(study, built(study)) == 1
    recorded = replace(study, lanes=(replace(LANES[0], changes=(Change(50, "lr", 0.5),)), LANES[1]))
    assert carrier.carry(recorded, built(recorded)) == 2


def test_only_a_race_that_is_over_is_kept(study):
    race = built(study)
    race.advance(100)
    carrier = Carrier()
    carrier.keep(study, race)
    assert carrier.carry(study, built(study)) == 0


def test_what_is_forgotten_is_raced(study, carrier):
    carrier.forget()
    assert carrier.carry(study, built(study)) == 0


def test_an_independent_lane_is_carried_with_its_own_random_numbers(study):
    """Two lanes that are alike have different runs: neither is taken for the other."""
    study = replace(study, lanes=(*LANES, LANES[0]), pairing="independent")
    first = built(study)
    first.run()
    carrier = Carrier()
    carrier.keep(study, first)
    noted = with_streams(study)
    moved = replace(noted, lanes=noted.lanes[::-1])
    race = built(moved)
    assert carrier.carry(moved, race) == 3
    race.run()
    plain = built(moved)
    plain.run()
    assert without_clock(race) == without_clock(plain)
    other = replace(moved, lanes=(replace(moved.lanes[0], stream=1), *moved.lanes[1:]))
    assert carrier.carry(other, built(other)) == 2


def test_nothing_is_carried_from_pairs_to_lanes_of_their_own(study, carrier):
    independent = replace(study, pairing="independent")
    assert carrier.carry(independent, built(independent)) == 0
