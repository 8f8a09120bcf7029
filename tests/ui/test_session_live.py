"""Hyperparameters that are changed while the race runs."""

import msgspec
import pytest

from app.study.file import study_from_json, study_to_json
from tests.recorded import raced_again, recorded_bytes
from tests.ui.steering import at, new_race, settled, with_value

replace = msgspec.structs.replace
LONG = 30_000


@pytest.fixture
def halfway(session, opened, until, endless):
    """Return a session that was paused somewhere in a long race."""
    opened(endless)
    session.run()
    until(lambda: session.frame().recorded > 50)
    session.pause()
    until(lambda: at(session)[0] == at(session)[1] and session.player.history.tick == at(session)[0])
    settled(session, until)
    return session


def test_a_live_change_is_kept_and_can_be_raced_again(qtbot, halfway):
    session = halfway
    race, tick = session.race, session.frame().recorded
    with qtbot.assertNotEmitted(session.race_changed), qtbot.waitSignal(session.lane_changed_live) as live:
        session.edit(with_value(session.study, "lr", 0.03), "learning rate")
    lane, change = live.args
    assert (lane, change.step, change.name, change.value) == (0, tick, "lr", 0.03)
    assert session.study.lanes[0].hyperparameters["lr"] == 0.03
    saved = session.study_to_save
    assert saved.lanes[0].hyperparameters["lr"] == 0.1
    assert saved.lanes[0].changes == (change,)
    assert session.frame().race.study == saved
    assert session.race.history is race.history
    assert session.modified
    session.run()
    qtbot.waitUntil(lambda: session.frame().recorded > tick + 500, timeout=LONG)
    with qtbot.waitSignal(session.lane_changed_live):
        session.edit(with_value(session.study, "momentum", 0.5, lane=1))
    session.pause()
    settled(session, lambda holds: qtbot.waitUntil(holds, timeout=LONG))
    again = raced_again(study_from_json(study_to_json(plain(session.study_to_save))), session.frame().tick)
    assert recorded_bytes(session.race.history) == recorded_bytes(again)
    without = raced_again(replace(session.study_to_save, lanes=race.study.lanes), session.frame().tick)
    assert recorded_bytes(without) != recorded_bytes(again)


def plain(study):
    return replace(study, lanes=tuple(replace(lane, colour="") for lane in study.lanes))


def test_the_last_of_a_drag_at_rest_is_the_one_kept(session, halfway, until):
    heard = []
    session.lane_changed_live.connect(lambda lane, change: heard.append(change.value))
    for value in (0.05, 0.04, 0.03):
        session.edit(with_value(session.study, "lr", value), "learning rate", "lr")
    until(lambda: len(heard) == 3)
    assert [change.value for change in session.study_to_save.lanes[0].changes] == [0.03]
    session.undo()
    until(lambda: len(heard) == 4)
    assert session.study.lanes[0].hyperparameters["lr"] == 0.1
    assert [change.value for change in session.study_to_save.lanes[0].changes] == [0.1]


def test_a_reset_keeps_the_values_and_drops_the_changes(qtbot, halfway):
    session = halfway
    with qtbot.waitSignal(session.lane_changed_live):
        session.edit(with_value(session.study, "lr", 0.03))
    with new_race(qtbot, session):
        session.reset()
    assert session.race.study == session.study_to_save == session.study
    assert session.study.lanes[0].hyperparameters["lr"] == 0.03
    assert session.study.lanes[0].changes == ()
    assert session.modified


def test_changes_of_a_file_are_raced_until_their_lane_is_edited(qtbot, halfway, opened, run_to_end, study):
    session = halfway
    with qtbot.waitSignal(session.lane_changed_live):
        session.edit(with_value(session.study, "lr", 0.03))
    saved = session.study_to_save
    steps = saved.lanes[0].changes[0].step + 100
    opened(replace(saved, steps=steps))
    assert session.study.lanes[0].hyperparameters["lr"] == 0.1
    run_to_end()
    run_to_end()
    assert session.study_to_save.lanes == saved.lanes
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(replace(saved, steps=steps)))
    with new_race(qtbot, session):
        session.edit(with_value(session.study, "lr", 0.2))
    assert session.race.study.lanes[0].changes == ()


def test_at_a_finite_speed_a_change_is_seen_at_the_next_step(qtbot, session, opened, until, endless):
    opened(endless)
    session.set_speed(20.0)
    session.run()
    until(lambda: session.frame().tick >= 3)
    tick = session.frame().tick
    with qtbot.waitSignal(session.lane_changed_live) as live:
        session.edit(with_value(session.study, "lr", 0.03))
    assert tick <= live.args[1].step <= tick + 3  # the slowest of machines may have moved on meanwhile
