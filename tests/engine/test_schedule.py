"""Durations, warm-up and names of schedules."""

import pytest

from app.engine.error import InputError
from app.engine.schedule import WARMUP, Schedule, duration, schedules, steps_of


@pytest.mark.parametrize(
    ("value", "steps"),
    [(0.0, 0), (0.001, 0), (0.1, 20), (0.5, 100), (1.0, 200), (2.0, 2), (50, 50), (1e4, 10_000)],
)
def test_a_duration_is_a_share_up_to_one_and_steps_above(value, steps):
    assert steps_of(value, 200) == steps


def test_a_duration_that_may_not_be_none():
    with pytest.raises(InputError, match="above 0"):
        duration("T", 0.5, "How long.").check(0.0)
    assert WARMUP.check("0") == 0.0


def test_names_and_aliases():
    assert schedules["OneCycleLR"] is schedules["one_cycle"]
    with pytest.raises(InputError, match="Did you mean 'cosine'"):
        schedules["cosin"]


def test_a_schedule_must_say_its_factor():
    with pytest.raises(NotImplementedError, match=r"Schedule must define factor\(\)"):
        Schedule(10).multiplier(0)


def test_there_are_all_of_the_usual_ones():
    wanted = {"constant", "step", "multistep", "exponential", "inverse_time", "inverse_sqrt", "polynomial"}
    wanted |= {"constant_warm", "linear", "cosine", "cosine_restarts", "one_cycle", "cyclic", "noam"}
    wanted |= {"reduce_on_plateau", "warmup_cosine", "wsd", "linear_to_zero"}
    assert set(schedules.names()) == wanted
