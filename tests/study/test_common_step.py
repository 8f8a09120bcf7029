"""Pairs of values of one step: every step where both have one, else those that both have."""

import msgspec
import numpy as np
import pytest

from app.engine.quantity import quantities
from app.study.common_step import CommonSteps
from tests.ui.plots.racing import Racing, data_study, surface_study


@pytest.fixture(scope="module")
def on_surface():
    return Racing(surface_study())


@pytest.fixture(scope="module")
def on_data():
    return Racing(data_study())


def pairs_of(racing, x, y, lane=0):
    return CommonSteps(racing.history.lanes[lane], quantities[x](), quantities[y]())


def steps_of(steps, count):
    return [steps.step_of(pair) for pair in range(count)]


def test_where_both_are_known_at_every_step_nothing_is_looked_up(on_surface):
    steps = pairs_of(on_surface, "distance", "loss")
    assert steps.every
    assert steps.until(50) == 51
    assert steps.rows(51) == (51, 51)
    assert steps.step_of(50) == 50


def test_the_rarer_one_decides(on_data):
    steps = pairs_of(on_data, "gradient_norm", "validation_loss")
    at = on_data.history.lanes[0].plan.evaluate_at
    assert not steps.every
    count = steps.until(int(at[-1]))
    assert steps_of(steps, count) == at.tolist()
    np.testing.assert_array_equal(steps.x_rows(np.arange(count)), at)
    np.testing.assert_array_equal(steps.y_rows(np.arange(count)), np.arange(len(at)))
    assert steps.rows(2) == (at[1] + 1, 2)
    assert steps.until(int(at[1]) - 1) == 1


def test_two_rare_ones_meet_at_the_steps_that_both_have():
    study = msgspec.structs.replace(surface_study(steps=1400), quantities=("sharpness",))
    racing = Racing(study)
    steps = pairs_of(racing, "sharpness", "loss")
    assert steps_of(steps, steps.until(1400)) == racing.history.lanes[0].plan.measure_at.tolist()


@pytest.mark.parametrize("tick", [0, 7, 33])
def test_what_is_not_published_is_no_pair(tick):
    racing = Racing(surface_study(), until=tick)
    assert pairs_of(racing, "distance", "loss").until(10**9) == tick + 1
