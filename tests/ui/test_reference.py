"""A race that is kept beside another: what stays, and where its playhead stands."""

import msgspec
import numpy as np
import pytest

from app.study.spec import DataSpec, SurfaceSpec
from app.ui.reference import Reference, same_ground
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.racing import Racing, data_study, lane, surface_study

replace = msgspec.structs.replace


def test_what_is_recorded_afterwards_is_not_in_it():
    racing = Racing(surface_study(steps=100), until=40)
    kept = Reference.of(racing.view, "kept")
    before = [history.theta[:41].copy() for history in kept.race.history.lanes]
    racing.advance(100)
    assert kept.recorded == 40
    assert [history.length for history in kept.race.history.lanes] == [41, 41, 41]
    assert all(
        np.array_equal(history.theta[: history.length], old)
        for history, old in zip(kept.race.history.lanes, before, strict=True)
    )
    assert racing.view.history.tick == 100


def test_on_surfaces_both_stand_after_as_many_steps_until_the_reference_ends():
    long, short = Racing(surface_study(steps=200)), Racing(surface_study(steps=80))
    kept = Reference(short.view, "short")
    assert kept.frame(long.frame(60), LIGHT).steps == (60, 60, 60)
    assert kept.frame(long.frame(150), LIGHT).steps == (80, 80, 80)
    assert Reference(long.view, "long").tick(short.frame(80)) == 80


def test_on_data_both_stand_after_as_many_epochs():
    fine = Racing(data_study(lanes=(lane("sgd", 0.05, batch_size=16),), epochs=4))
    coarse = Racing(data_study(lanes=(lane("sgd", 0.05, batch_size=64),), epochs=6))
    for epochs in (0, 1, 3):
        tick = epochs * fine.view.ticks // 4
        assert Reference(coarse.view, "").tick(fine.frame(tick)) == epochs * coarse.view.ticks // 6


def test_without_a_common_clock_it_is_the_share_of_the_race():
    surface, data = Racing(surface_study(steps=100)), Racing(data_study())
    assert Reference(data.view, "").tick(surface.frame(50)) == round(data.view.ticks / 2)


def test_its_lanes_are_told_from_those_of_the_race():
    racing = Racing(surface_study(steps=10))
    kept = Reference(racing.view, "kept")
    plain, pale = kept.looks(LIGHT), kept.looks(LIGHT, paler=True)
    assert [look.name for look in pale] == [f"ref · {look.name}" for look in plain]
    assert all(look.dash and look.colour != other.colour for look, other in zip(pale, plain, strict=True))
    assert kept.looks(DARK, paler=True) != pale


def test_a_seed_that_it_does_not_have_is_its_last():
    racing = Racing(surface_study(steps=10, seeds=(0, 1, 2)))
    single = Racing(surface_study(steps=10))
    assert Reference(single.view, "").frame(racing.frame(run=2), LIGHT).run == 0


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"start": (0.5, 0.5)}, True),
        ({"noise": 0.1}, True),
        ({"surface": "himmelblau"}, False),
        ({"parameters": {"b": 50.0}}, False),
    ],
)
def test_a_ground_is_the_same_wherever_one_starts(change, same):
    study = surface_study()
    other = replace(study, problem=replace(study.problem, **change))
    assert same_ground(study, other) is same
    assert not same_ground(study, replace(study, problem=DataSpec()))
    assert same_ground(replace(study, problem=DataSpec()), replace(study, problem=DataSpec()))
    assert isinstance(study.problem, SurfaceSpec)


def test_a_place_is_a_step_on_a_surface_and_an_epoch_on_data():
    assert Reference(Racing(surface_study(steps=2000), until=0).view, "").place(1500) == "step 1,500"
    data = Racing(data_study(epochs=6), until=0)
    assert Reference(data.view, "").place(data.view.ticks // 2) == "epoch 3"
