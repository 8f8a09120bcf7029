"""Schedules and filters in the short notation, in names and in files that describe a race."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.error import InputError
from app.engine.filter import filters
from app.engine.schedule import schedules
from app.study.around import accumulated, around_texts, filters_text, parse_around, schedule_text
from app.study.build import build_problem, build_race, lane_names
from app.study.export import export_all
from app.study.notation import lane_text, parse_lane
from app.study.spec import FilterSpec, LaneSpec, ScheduleSpec, Study


@st.composite
def values_of(draw, kind):
    one = st.sampled_from(kind.parameters) if kind.parameters else st.nothing()
    chosen = draw(st.lists(one, unique_by=lambda parameter: parameter.name))
    return {parameter.name: draw(value_of(parameter)) for parameter in chosen}


def value_of(parameter):
    if parameter.kind == "switch":
        return st.booleans()
    if parameter.kind == "choice":
        return st.sampled_from(parameter.choices)
    low, high = max(parameter.low, -(10**6)), min(parameter.high, 10**6)
    if parameter.kind == "integers":
        return st.lists(st.integers(0, 10**6), max_size=4).map(tuple)
    if parameter.kind == "integer":
        return st.integers(int(low), int(high))
    return st.floats(low, high, exclude_min=parameter.open_low, exclude_max=parameter.open_high)


@st.composite
def schedule_specs(draw):
    kind = draw(st.sampled_from(list(schedules)))
    warmup = draw(st.one_of(st.just(0.0), st.floats(0.0, 1.0), st.integers(2, 1000).map(float)))
    return ScheduleSpec(name=kind.name, parameters=draw(values_of(kind)), warmup=warmup)


@st.composite
def filter_specs(draw):
    kind = draw(st.sampled_from(list(filters)))
    return FilterSpec(name=kind.name, parameters=draw(values_of(kind)))


@given(
    st.one_of(st.none(), schedule_specs()),
    st.lists(filter_specs(), max_size=4, unique_by=lambda spec: spec.name).map(tuple),
)
def test_a_lane_comes_back_from_its_text(schedule, around):
    lane = LaneSpec(hyperparameters={"lr": 0.1}, schedule=schedule, filters=around, name="N")
    assert parse_lane(lane_text(lane)) == lane


@pytest.mark.parametrize(
    ("text", "schedule", "around"),
    [
        ("schedule=cosine", ScheduleSpec(name="cosine"), ()),
        ("warmup=0.1", ScheduleSpec(warmup=0.1), ()),
        ("warmup=50,schedule=OneCycleLR", ScheduleSpec(name="one_cycle", warmup=50.0), ()),
        (
            "schedule.t_max=40,schedule=cosine,schedule.min_factor=0.1",
            ScheduleSpec(name="cosine", parameters={"T_max": 40.0, "min_factor": 0.1}),
            (),
        ),
        (
            "schedule=multistep,schedule.milestones=250x375",
            ScheduleSpec(name="multistep", parameters={"milestones": (250, 375)}),
            (),
        ),
        ("clip_norm=1", None, (FilterSpec(name="clip_norm", parameters={"max_norm": 1.0}),)),
        (
            "ema=on,gradient_noise.kind=student,clip_value=2,gradient_noise=0.5",
            None,
            (
                FilterSpec(name="ema"),
                FilterSpec(name="gradient_noise", parameters={"kind": "student", "deviation": 0.5}),
                FilterSpec(name="clip_value", parameters={"clip_value": 2.0}),
            ),
        ),
        ("clipnorm=3", None, (FilterSpec(name="clip_norm", parameters={"max_norm": 3.0}),)),
    ],
)
def test_lanes(text, schedule, around):
    lane = parse_lane(f"adam:lr=0.1,{text},batch_size=8")
    assert lane == LaneSpec(hyperparameters={"lr": 0.1}, schedule=schedule, filters=around, batch_size=8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("schedule=cosin", "No schedule named 'cosin'. Did you mean 'cosine'?"),
        ("schedule=step,schedule.gama=0.5", "'gama'. Did you mean 'gamma'?"),
        ("schedule.gamma=0.5", "schedule.gamma needs a schedule: add schedule=NAME"),
        ("schedule=step,schedule.gamma=0", "gamma must be a number above 0"),
        ("warmup=-1", "warmup must be a number of at least 0"),
        ("clip_norm=0", "max_norm must be a number above 0"),
        ("clip_norn=1", "Did you mean 'clip_norm'?"),
        ("gradient_noise.knd=student", "'knd'. Did you mean 'kind'?"),
        ("clip_norm=1,clip_norm.max_norm=2", "clip_norm.max_norm is given once"),
        ("schedul=cosine", "Did you mean 'schedule'?"),
    ],
)
def test_lanes_that_cannot_be(text, words):
    with pytest.raises(InputError) as caught:
        parse_lane(f"adam:{text}")
    assert words in caught.value.message


def test_only_what_is_understood_is_taken():
    settings = {"schedule": "step", "speed": "3", "ema": "0.9"}
    parse_around(settings)
    assert settings == {"speed": "3"}


def test_lanes_that_differ_around_the_step_have_names_of_their_own():
    lanes = (
        LaneSpec(),
        LaneSpec(schedule=ScheduleSpec(name="cosine")),
        LaneSpec(filters=(FilterSpec(name="clip_norm"),)),
    )
    assert lane_names(Study(lanes=lanes)) == ["Adam", "Adam schedule=cosine", "Adam clip_norm=on"]


def test_texts_for_a_table():
    lane = parse_lane("adam:schedule=step,schedule.gamma=0.5,warmup=20,clip_norm=1,ema=on")
    assert schedule_text(lane) == "step gamma=0.5 warmup=20.0"
    assert filters_text(lane) == "clip_norm=1.0 ema=on"
    assert (schedule_text(LaneSpec()), filters_text(LaneSpec()), around_texts(LaneSpec())) == ("", "", [])


def test_how_many_batches_make_a_step():
    assert accumulated(LaneSpec()) == 1
    assert accumulated(parse_lane("adam:clip_norm=1,accumulate=5")) == 5
    assert accumulated(parse_lane("adam:accumulate=on")) == 4


def test_an_export_names_them(tmp_path):
    text = "adam:lr=0.1,schedule=cosine,warmup=0.1,clip_norm=1.0"
    study = Study(lanes=(LaneSpec(), parse_lane(text)), steps=30)
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.run()
    export_all(tmp_path, study, problem, race.history)
    with (tmp_path / "summary.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["schedule"], first["filters"]) == ("", "")
    assert (second["schedule"], second["filters"]) == ("cosine warmup=0.1", "clip_norm=1.0")
    assert text in (tmp_path / "history.csv-metadata.json").read_text(encoding="utf-8")
    with (tmp_path / "history.csv").open(encoding="utf-8", newline="") as file:
        rates = [
            float(row["value"])
            for row in csv.DictReader(file)
            if row["quantity"] == "lr" and "cosine" in row["lane"]
        ]
    assert len(rates) == 30
    assert rates[0] == pytest.approx(0.1 / 3)
    assert rates == race.history.lanes[1].lr[1:, 0].tolist()
