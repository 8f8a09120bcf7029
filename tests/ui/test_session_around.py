"""Schedules and filters in a session: edits start a race anew, undo takes them back, live changes replay."""

import msgspec
import numpy as np
import pytest

from app.study.file import study_from_json, study_to_json
from app.study.notation import parse_lane
from app.study.spec import FilterSpec, ScheduleSpec, Study
from tests.recorded import raced_again, recorded_bytes
from tests.ui.steering import at, new_race, settled, with_value

replace = msgspec.structs.replace
LANES = (
    parse_lane("adam:lr=0.1,schedule=cosine,warmup=50,clip_norm=1,gradient_noise=0.1,ema=0.9"),
    parse_lane("momentum:lr=1e-3,schedule=one_cycle"),
)


def with_lane(study, **fields):
    return replace(study, lanes=(replace(study.lanes[0], **fields), *study.lanes[1:]))


def plain(study):
    return replace(study, lanes=tuple(replace(lane, colour="") for lane in study.lanes))


@pytest.mark.parametrize(
    "fields",
    [
        {"schedule": ScheduleSpec(name="step")},
        {"schedule": None},
        {"filters": ()},
        {"filters": (FilterSpec(name="clip_norm", parameters={"max_norm": 2.0}),)},
    ],
    ids=["schedule", "none", "no filters", "a parameter"],
)
def test_an_edit_is_a_race_of_its_own_and_can_be_undone(qtbot, session, opened, run_to_end, fields):
    opened(Study(lanes=LANES, steps=120))
    run_to_end()
    before = recorded_bytes(session.race.history)
    with new_race(qtbot, session):
        session.edit(with_lane(session.study, **fields), "around the step")
    run_to_end()
    assert recorded_bytes(session.race.history) != before
    with new_race(qtbot, session):
        session.undo()
    assert session.study.lanes[0].schedule == LANES[0].schedule
    assert session.study.lanes[0].filters == LANES[0].filters
    run_to_end()
    assert recorded_bytes(session.race.history) == before


def test_a_refused_one_leaves_the_study_and_says_where(session, opened):
    opened(Study(lanes=LANES, steps=120))
    messages = []
    session.message_raised.connect(lambda found, to=messages: to.append(found))
    before = session.study
    session.edit(with_lane(session.study, schedule=ScheduleSpec(name="step", parameters={"gamma": -1.0})))
    assert session.study == before
    assert "gamma must be a number above 0" in messages[-1].text
    assert messages[-1].where == "lanes[0].schedule.parameters.gamma"


def test_a_live_learning_rate_is_the_base_of_the_schedule_and_is_replayed(qtbot, session, opened, until):
    opened(Study(lanes=LANES, steps=1_000_000))
    session.run()
    until(lambda: session.frame().recorded > 100)
    session.pause()
    until(lambda: at(session)[0] == at(session)[1] and session.player.history.tick == at(session)[0])
    settled(session, until)
    with qtbot.waitSignal(session.lane_changed_live) as live:
        session.edit(with_value(session.study, "lr", 0.02), "learning rate")
    step = live.args[1].step
    session.run()
    until(lambda: session.frame().recorded > step + 300)
    session.pause()
    settled(session, until)
    history = session.race.history
    cosine = (1 + np.cos(np.pi * np.arange(step + 200) / 1_000_000)) / 2
    warm = np.minimum(np.arange(1, step + 201) / 50, 1)
    rates = history.lanes[0].lr[1 : step + 201, 0]
    np.testing.assert_allclose(rates[:step], (0.1 * cosine * warm)[:step], rtol=1e-14)
    np.testing.assert_allclose(rates[step:], (0.02 * cosine * warm)[step:], rtol=1e-14)
    saved = study_from_json(study_to_json(plain(session.study_to_save)))
    assert recorded_bytes(history) == recorded_bytes(raced_again(saved, session.frame().tick))
