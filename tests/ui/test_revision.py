"""What an edit means for the race."""

import msgspec
import pytest

from app.engine.lane import Change
from app.study.build import build_race
from app.study.pairing import with_streams
from app.study.spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec
from app.ui.revision import is_alike, keep_changes, live_values, race_key, raced_study, same_race
from tests.recorded import recorded_bytes

replace = msgspec.structs.replace
FROM_A_FILE = (Change(10, "lr", 0.5), Change(20, "lr", 0.25))


@pytest.fixture
def study():
    lanes = (LaneSpec(hyperparameters={"lr": 0.1}, changes=FROM_A_FILE), LaneSpec(optimizer="momentum"))
    return Study(steps=40, lanes=lanes)


def with_lane(study, index, **fields):
    lanes = list(study.lanes)
    lanes[index] = replace(lanes[index], **fields)
    return replace(study, lanes=tuple(lanes))


@pytest.mark.parametrize(
    "edit",
    [
        lambda study: replace(study, title="t", description="d", target=1.0),
        lambda study: with_lane(study, 0, name="n", colour="7", muted=True),
        lambda study: with_lane(study, 1, hyperparameters={"momentum": 0.9}),  # the default
        lambda study: with_lane(study, 1, batch_size=3),
        lambda study: replace(study, epochs=3, evaluations_per_epoch=2),
    ],
    ids=["texts", "looks", "default", "batch on a surface", "epochs on a surface"],
)
def test_edits_that_leave_the_race_alone(study, edit):
    assert race_key(edit(study)) == race_key(study)
    assert live_values(study, edit(study)) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda study: replace(study, steps=41),
        lambda study: replace(study, seeds=(1,)),
        lambda study: replace(study, problem=SurfaceSpec(surface="bowl")),
        lambda study: replace(study, problem=DataSpec()),
        lambda study: replace(study, lanes=study.lanes[:1]),
        lambda study: replace(study, lanes=study.lanes[::-1]),
        lambda study: with_lane(study, 1, optimizer="nesterov"),
        lambda study: with_lane(study, 0, hyperparameters={"lr": 0.1, "bias_correction": False}),
        lambda study: with_lane(study, 1, schedule=ScheduleSpec(name="cosine")),
        lambda study: with_lane(study, 1, filters=(FilterSpec(name="clip_norm"),)),
    ],
    ids=[
        *("steps", "seeds", "surface", "data", "fewer", "order", "optimizer", "not live"),
        *("schedule", "filter"),
    ],
)
def test_edits_that_ask_for_another_race(study, edit):
    assert race_key(edit(study)) != race_key(study)
    assert live_values(study, edit(study)) is None


def test_defaults_around_the_step_are_the_same_when_they_are_named(study):
    short = with_lane(study, 1, schedule=ScheduleSpec(name="step"), filters=(FilterSpec(name="clip_norm"),))
    full = with_lane(
        study,
        1,
        schedule=ScheduleSpec(name="StepLR", parameters={"gamma": 0.1}),
        filters=(FilterSpec(name="clip_norm", parameters={"max_norm": 1.0}),),
    )
    assert race_key(short) == race_key(full)
    changed = with_lane(full, 1, hyperparameters={"lr": 0.5})
    assert live_values(full, changed) == [(1, "lr", 0.5)]


def test_on_data_batches_and_epochs_count():
    study = Study(problem=DataSpec())
    assert race_key(with_lane(study, 0, batch_size=3)) != race_key(study)
    assert race_key(replace(study, epochs=3)) != race_key(study)
    assert race_key(replace(study, steps=3)) == race_key(study)


def test_live_values_are_those_that_differ(study):
    edited = with_lane(study, 0, hyperparameters={"lr": 0.2})
    assert live_values(study, edited) == [(0, "lr", 0.2)]
    both = with_lane(edited, 1, hyperparameters={"momentum": 0.5})
    assert live_values(study, both) == [(0, "lr", 0.2), (1, "momentum", 0.5)]


def test_an_edited_lane_loses_what_came_with_the_file(study):
    edited = keep_changes(study, with_lane(study, 0, hyperparameters={"lr": 0.2}))
    assert edited.lanes[0].changes == ()


@pytest.mark.parametrize(
    "edit",
    [
        lambda study: study,
        lambda study: replace(study, steps=41, title="t"),
        lambda study: with_lane(study, 0, name="n", muted=True),
        lambda study: with_lane(study, 1, hyperparameters={"momentum": 0.5}),
        lambda study: with_lane(study, 0, changes=FROM_A_FILE[:1]),
        lambda study: replace(study, lanes=study.lanes[::-1]),
    ],
    ids=["nothing", "study", "looks", "other lane", "the changes themselves", "order"],
)
def test_others_keep_it(study, edit):
    assert keep_changes(study, edit(study)) == edit(study)


def test_what_was_raced_has_the_looks_of_now_and_all_changes(study):
    shown = replace(with_lane(study, 0, name="n", hyperparameters={"lr": 7.0}, changes=()), title="t")
    raced = raced_study(study, shown, [[Change(15, "lr", 7.0)], []])
    assert raced.title == "t"
    assert raced.lanes[0].name == "n"
    assert raced.lanes[0].hyperparameters == {"lr": 0.1}
    assert [change.step for change in raced.lanes[0].changes] == [10, 15, 20]
    assert raced.lanes[1] == study.lanes[1]


@pytest.mark.parametrize("step", [0, 9, 10, 11, 20])
def test_a_change_at_any_step_gives_the_same_bits_again(study, step):
    """Also where the file has one at the same step."""
    live = build_race(study)
    live.begin()
    live.advance(step)
    change = live.change(0, "lr", 0.01)
    live.run()
    again = build_race(raced_study(study, study, [[change], []]))
    again.run()
    assert recorded_bytes(live.history) == recorded_bytes(again.history)


def test_another_quantity_is_another_race():
    plain, asked = Study(), Study(quantities=("sharpness", "alignment"))
    assert race_key(plain) != race_key(asked)
    assert race_key(asked) == race_key(Study(quantities=("alignment", "sharpness")))


def variants():
    """Return studies that differ from the first in one thing each, and whether only in numbers."""
    lanes = (
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
        LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
    )
    base = Study(lanes=lanes)

    def lane(**fields):
        return msgspec.structs.replace(base, lanes=(msgspec.structs.replace(lanes[0], **fields), lanes[1]))

    return base, [
        (lane(name="other", colour="3", muted=True), True),
        (lane(hyperparameters={"lr": 0.1, "beta1": 0.9}), True),
        (lane(hyperparameters={"lr": 0.2}), True),
        (lane(schedule=ScheduleSpec(name="cosine")), True),
        (lane(filters=(FilterSpec(name="clip_norm"),)), True),
        (lane(optimizer="rmsprop"), False),
        (msgspec.structs.replace(base, lanes=lanes[:1]), False),
        (msgspec.structs.replace(base, steps=501), False),
        (msgspec.structs.replace(base, seeds=(0, 1)), False),
        (msgspec.structs.replace(base, target=1.0), True),
        (msgspec.structs.replace(base, problem=SurfaceSpec(start=(0.5, 0.5))), True),
        (msgspec.structs.replace(base, problem=SurfaceSpec(surface="bowl")), False),
        (msgspec.structs.replace(base, problem=DataSpec()), False),
    ]


@pytest.mark.parametrize("index", range(13))
def test_equal_keys_are_found_without_making_all_of_them(index):
    base, others = variants()
    other, _ = others[index]
    assert same_race(base, other) == (race_key(base) == race_key(other))
    assert same_race(other, base) == same_race(base, other)


@pytest.mark.parametrize("index", range(13))
def test_races_are_alike_if_they_differ_in_numbers_only(index):
    base, others = variants()
    other, alike = others[index]
    assert is_alike(base, other) == is_alike(other, base) == alike


def test_where_nothing_is_drawn_the_pairing_leaves_the_race_alone_and_is_kept(study):
    noted = with_streams(replace(study, pairing="independent"))
    assert race_key(noted) == race_key(study)
    assert same_race(study, noted)
    raced = raced_study(study, noted, [[], []])
    assert (raced.pairing, [lane.stream for lane in raced.lanes]) == (
        "independent", [lane.stream for lane in noted.lanes],
    )  # fmt: skip
    noisy = replace(study, problem=SurfaceSpec(noise=0.1))
    assert raced_study(noisy, replace(noisy, pairing="independent"), [[], []]).pairing == "paired"


def test_independent_lanes_are_another_race_and_so_are_other_numbers(study):
    study = replace(study, problem=SurfaceSpec(noise=0.1))
    independent = replace(study, pairing="independent")
    noted = with_streams(independent)
    assert race_key(independent) == race_key(noted) != race_key(study)
    assert same_race(independent, noted)
    assert not same_race(study, independent)
    assert race_key(with_lane(noted, 0, stream=1)) != race_key(noted)
    assert race_key(replace(noted, pairing="paired")) == race_key(study)
    assert live_values(noted, with_lane(noted, 0, hyperparameters={"lr": 0.2})) == [(0, "lr", 0.2)]
    assert not is_alike(study, independent)
    assert keep_changes(study, independent) == independent
