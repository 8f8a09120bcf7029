import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.dataset import datasets
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.parameter import Parameter
from app.engine.surface import surfaces
from app.ui.controls.number import from_slider, nudged, number_text, to_slider

ALL = sorted(
    {
        (parameter.name, parameter.slider, parameter.scale, parameter.default): parameter
        for registry in (optimizers, surfaces, datasets, models)
        for item in registry
        for parameter in item.parameters
        if parameter.kind in ("real", "integer")
    }.values(),
    key=lambda parameter: (parameter.name, parameter.slider),
)
LR = Parameter("lr", 1e-3, "", low=0.0, scale="log", slider=(1e-5, 10.0))
DECAY = Parameter("weight_decay", 0.0, "", low=0.0, scale="log", slider=(1e-6, 1.0))
BETA = Parameter(
    "beta", 0.9, "", low=0.0, high=1.0, open_high=True, scale="one_minus_log", slider=(0.0, 0.9999)
)
ANGLE = Parameter("angle", 0.0, "", low=-180.0, high=180.0, slider=(-90.0, 90.0))
SEED = Parameter("seed", 0, "", kind="integer", low=0, high=2**32 - 1, slider=(0, 100))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.001, "0.001"), (1e-5, "1e-05"), (0.1, "0.1"), (50.0, "50"), (-4.0, "-4"), (0.0, "0"),
        (1e9, "1000000000.0"),
        (3, "3"), ((32, 16), "32x16"), ((), ""), (0.1 + 0.2, "0.30000000000000004"),
    ],
)  # fmt: skip
def test_text_is_the_shortest_that_comes_back(value, text):
    assert number_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_text_comes_back_exactly(value):
    assert float(number_text(value)) == value


# All parameters within one example: what Hypothesis does around each costs far more than the check.
@given(part=st.floats(0.0, 1.0))
def test_the_slider_gives_valid_values_and_stays_near(part):
    for parameter in ALL:
        value = from_slider(parameter, part)
        assert parameter.check(value) == value, parameter
        low, high = parameter.slider
        whole = parameter.kind == "integer" and parameter.scale == "linear"
        near = max(0.06, 0.51 / (high - low) if whole else 0.0)
        assert abs(to_slider(parameter, value) - part) < near, parameter
        assert low - 1e-12 <= value <= high or value == 0.0, parameter


@pytest.mark.parametrize("parameter", ALL, ids=lambda parameter: parameter.name)
def test_the_slider_reaches_its_ends_and_the_default(parameter):
    assert from_slider(parameter, 1.0) == parameter.slider[1]
    assert to_slider(parameter, parameter.slider[1]) == 1.0
    assert 0.0 <= to_slider(parameter, parameter.default) <= 1.0


def test_zero_is_the_left_end_where_it_is_the_default():
    assert from_slider(DECAY, 0.0) == 0.0
    assert from_slider(LR, 0.0) == 1e-5
    assert from_slider(BETA, 0.0) == 0.0


def test_decays_are_spread_towards_one():
    parts = [round(to_slider(BETA, value), 6) for value in (0.0, 0.9, 0.99, 0.999, 0.9999)]
    assert parts == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert from_slider(BETA, 0.75) == 0.999


def test_values_outside_the_slider_are_at_its_ends():
    assert to_slider(LR, 1e6) == 1.0
    assert to_slider(LR, 1e-12) == 0.0
    assert to_slider(LR, 0.0) == 0.0
    assert to_slider(BETA, 0.99999999) == 1.0


def climb(parameter, value, direction, fine=False, steps=10):
    found = [value]
    for _ in range(steps):
        found.append(nudged(parameter, found[-1], direction, fine))
    return found


def test_ten_steps_make_a_decade():
    assert climb(LR, 0.001, 1)[-1] == 0.01
    assert climb(LR, 0.001, -1)[-1] == 0.0001
    assert climb(LR, 0.001, 1, steps=3) == [0.001, 0.00125, 0.0016, 0.002]


def test_fine_steps_are_finer():
    assert climb(LR, 0.001, 1, fine=True, steps=3) == [0.001, 0.0011, 0.0012, 0.0013]


def test_decays_climb_towards_one_and_never_reach_it():
    assert climb(BETA, 0.9, 1)[-1] == 0.99
    assert climb(BETA, 0.9, -1)[-1] == 0.0
    assert climb(BETA, 0.0, -1, steps=1)[-1] == 0.0
    assert climb(BETA, 0.9999, 1, steps=30)[-1] < 1.0


def test_zero_is_left_upwards_and_reached_downwards():
    assert nudged(DECAY, 0.0, 1) == 1e-6
    assert nudged(DECAY, 1e-6, -1) == 0.0
    assert nudged(DECAY, 0.0, -1) == 0.0


def test_linear_steps_are_round_and_stop_at_the_limits():
    assert nudged(ANGLE, 0.0, 1) == 5.0
    assert nudged(ANGLE, 2.0, 1) == 5.0
    assert nudged(ANGLE, 2.0, -1) == 0.0
    assert nudged(ANGLE, 0.0, 1, fine=True) == 0.5
    assert nudged(ANGLE, 180.0, 1) == 180.0
    assert nudged(SEED, 0, -1) == 0
    assert nudged(SEED, 0, 1, fine=True) == 1


@given(part=st.floats(0.0, 1.0), fine=st.booleans())
def test_a_step_goes_its_way_and_stays_valid(part, fine):
    for parameter in ALL:
        value = from_slider(parameter, part)
        up, down = nudged(parameter, value, 1, fine), nudged(parameter, value, -1, fine)
        assert parameter.check(up) == up, parameter
        assert parameter.check(down) == down, parameter
        assert up > value or value >= parameter.high or math.isclose(value, 1.0, abs_tol=1e-4), parameter
        assert down < value or value == parameter.low or value <= parameter.slider[0], parameter


def test_far_above_the_slider_steps_grow():
    share = Parameter("warmup", 0.0, "Up to 1 a share, above it steps.", low=0.0, slider=(0.0, 1.0))
    assert nudged(share, 0.5, 1) == pytest.approx(0.55)
    assert nudged(share, 50.0, 1) == 52.0
    assert nudged(share, 50.0, 1, fine=True) == pytest.approx(50.2)
    assert nudged(share, 1000.0, -1) == 980.0
