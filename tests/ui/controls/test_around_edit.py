import pytest

from app.study.build import build_problem, plan_race
from app.study.notation import parse_lane
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study
from app.ui.controls.around_edit import (
    add_filter,
    addable,
    can_be_scheduled,
    filters_title,
    kept_schedule,
    lane_steps,
    move_filter,
    remove_filter,
    schedule_of,
    schedule_title,
    with_filter_value,
    with_schedule_value,
)

CLIP, EMA, NOISE = (FilterSpec(name=name) for name in ("clip_norm", "ema", "gradient_noise"))


def test_a_constant_schedule_without_a_warm_up_is_none():
    assert schedule_of(LaneSpec()) == ScheduleSpec()
    assert kept_schedule(ScheduleSpec()) is None
    assert kept_schedule(ScheduleSpec(warmup=5.0)) == ScheduleSpec(warmup=5.0)
    assert kept_schedule(ScheduleSpec(name="step")) == ScheduleSpec(name="step")


def test_values_that_equal_their_defaults_are_left_out():
    spec = with_schedule_value(ScheduleSpec(name="step"), "gamma", 0.5)
    assert spec == ScheduleSpec(name="step", parameters={"gamma": 0.5})
    assert with_schedule_value(spec, "gamma", 0.1) == ScheduleSpec(name="step")
    changed = with_filter_value((EMA, CLIP), 1, "max_norm", 5.0)
    assert changed == (EMA, FilterSpec(name="clip_norm", parameters={"max_norm": 5.0}))
    assert with_filter_value(changed, 1, "max_norm", 1.0) == (EMA, CLIP)


def test_filters_come_go_and_move():
    specs = add_filter(add_filter((CLIP,), "ema"), "gradient_noise")
    assert specs == (CLIP, EMA, NOISE)
    assert move_filter(specs, 2, 0) == (NOISE, CLIP, EMA)
    assert remove_filter(specs, 1) == (CLIP, NOISE)


def test_what_can_be_added():
    every = {kind.name for kind in addable(())}
    assert {kind.name for kind in addable((CLIP, EMA))} == every - {"clip_norm", "ema", "swa"}


@pytest.mark.parametrize(
    "text", ["adam", "sgd", "gradient_descent", "adam:batch_size=7", "adam:batch_size=7,accumulate=4"]
)
def test_the_steps_of_a_lane_are_those_of_its_plan(text):
    lane = parse_lane(text)
    study = Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=(lane,), epochs=3)
    problem = build_problem(study)
    assert lane_steps(lane, 3, problem.examples) == plan_race(study, problem).lanes[0].steps
    assert lane_steps(lane, 300, None) == 300


def test_what_the_closed_lines_say():
    assert (schedule_title(LaneSpec()), filters_title(LaneSpec())) == ("Schedule", "Around the step")
    lane = parse_lane("adam:schedule=cosine,warmup=5,clip_norm=1,ema=on")
    assert schedule_title(lane) == "Schedule · Cosine, warm-up"
    assert filters_title(lane) == "Around the step · 2"
    assert schedule_title(parse_lane("adam:warmup=5")) == "Schedule · Warm-up"
    assert can_be_scheduled(lane)
