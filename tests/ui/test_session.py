"""The session: from edits and the transport to the history and the frames."""

import contextlib
import math
import multiprocessing
import os
import signal
import sys

import msgspec
import pytest

from app.study.build import build_race
from app.study.file import study_from_json, study_to_json
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.session import Session
from app.ui.theme import DARK
from tests.recorded import recorded_bytes

replace = msgspec.structs.replace
LONG = 30_000
DATA = Study(
    problem=DataSpec(dataset="iris", model="softmax"),
    epochs=4,
    seeds=(0, 1),
    lanes=(LaneSpec(optimizer="adam", batch_size=8), LaneSpec(optimizer="gradient_descent")),
)
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")


def with_value(study, name, value, lane=0):
    lanes = list(study.lanes)
    given = lanes[lane].hyperparameters | {name: value}
    lanes[lane] = replace(lanes[lane], hyperparameters=given)
    return replace(study, lanes=tuple(lanes))


def raced_again(study, tick=None):
    """Return the history of a study raced in this process."""
    race = build_race(study)
    race.begin()
    race.run() if tick is None else race.advance(tick)
    return race.history


def at(session):
    frame = session.frame()
    return frame.tick, frame.recorded


@pytest.fixture
def until(qtbot):
    """Return a function that waits until something holds."""
    return lambda holds: qtbot.waitUntil(holds, timeout=LONG)


@pytest.fixture
def run_to_end(session, until):
    def run():
        session.run()
        until(lambda: session.state == "finished")

    return run


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


def settled(session, until):
    """Wait until the engine has said that it stopped."""
    before = []

    def still():
        before.append(session.player.history.tick)
        return len(before) > 3 and before[-1] == before[-4] == session.frame().tick

    until(still)


# ---------------------------------------- what is raced


@pytest.mark.parametrize("data", [False, True], ids=["surface", "data"])
def test_the_history_is_that_of_a_race_without_a_window(session, opened, run_to_end, study, data):
    opened(DATA if data else study)
    run_to_end()
    assert at(session) == (session.race.ticks, session.race.ticks)
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(session.study))
    assert session.study_to_save == session.study


def test_the_start_is_shown_before_anything_runs(session, opened, study):
    states = []
    session.state_changed.connect(states.append)
    opened(study)
    assert at(session) == (0, 0)
    assert session.race.history.lanes[0].length == 1
    assert session.race.study == session.study
    assert session.state == "idle"
    assert set(states) <= {"building", "idle"}


def test_states_of_a_whole_race(session, opened, run_to_end, study):
    opened(study)
    states = []
    session.state_changed.connect(states.append)
    run_to_end()
    assert states == ["running", "finished"]
    run_to_end()
    assert states == ["running", "finished", "building", "running", "finished"]
    session.reset()
    assert session.state == "idle"


def test_run_before_the_race_is_there(session, until, study):
    states = []
    session.state_changed.connect(states.append)
    session.open_study(study)
    session.run()
    assert session.state == "building"
    until(lambda: session.state == "finished")
    assert states == ["building", "running", "finished"]


def test_a_run_that_waits_can_be_taken_back(session, until, study):
    session.open_study(study)
    session.toggle_run()
    session.toggle_run()
    until(lambda: session.race is not None)
    assert (session.state, session.frame().recorded) == ("idle", 0)


# ---------------------------------------- editing


@pytest.mark.parametrize(
    "edit",
    [
        lambda study: replace(study, problem=SurfaceSpec(surface="bowl")),
        lambda study: replace(study, steps=200),
        lambda study: replace(study, seeds=(0, 1, 2)),
        lambda study: replace(study, lanes=study.lanes[:1]),
        lambda study: replace(study, lanes=(*study.lanes, LaneSpec(optimizer="rmsprop"))),
        lambda study: with_value(study, "bias_correction", False),
    ],
    ids=["problem", "steps", "seeds", "fewer lanes", "more lanes", "not live"],
)
def test_an_edit_of_the_race_starts_it_anew(qtbot, session, opened, run_to_end, study, edit):
    opened(study)
    run_to_end()
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
        session.edit(edit(session.study))
        assert session.race is None
        assert session.frame() is None
    assert session.state == "idle"
    assert session.race.study == session.study
    assert at(session) == (0, 0)
    assert len(session.frame().looks) == len(session.race.history.lanes) == len(session.study.lanes)


def test_a_value_edited_after_the_end_starts_it_anew(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
        session.edit(with_value(session.study, "lr", 0.2))
    assert session.study_to_save == session.study


def test_names_colours_and_texts_leave_the_recording(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    history = session.race.history
    lanes = (replace(session.study.lanes[0], name="first", colour="#123456"), *session.study.lanes[1:])
    with qtbot.assertNotEmitted(session.race_changed):
        session.edit(replace(session.study, lanes=lanes, title="A title"))
        session.set_muted(1, True)
    assert session.race.history is history
    assert session.state == "finished"
    assert (session.looks[0].name, session.looks[0].colour) == ("first", "#123456")
    assert [look.visible for look in session.frame().looks] == [True, False, True]
    assert session.study_to_save == session.frame().race.study == session.study
    with qtbot.waitSignal(session.race_changed) as changed:
        session.edit(replace(session.study, target=1e-3))
    assert changed.args[0].history is history
    assert changed.args[0].study.target == 1e-3


def test_a_bad_study_says_so_and_nothing_is_lost(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    race = session.race
    with qtbot.waitSignal(session.message_raised) as raised:
        session.edit(with_value(session.study, "lr", -1.0))
    assert raised.args[0].where == "lanes[0].hyperparameters.lr"
    assert session.race is race
    assert session.state == "finished"


def test_what_only_the_engine_finds_out_is_told_with_its_place(qtbot, session, opened, study):
    opened(study)
    messages = []
    session.message_raised.connect(messages.append)
    with qtbot.waitSignal(session.race_changed, timeout=LONG) as changed:
        session.edit(replace(session.study, steps=10_000_000, seeds=tuple(range(1000))))
    assert [(message.kind, message.where) for message in messages] == [("error", "steps")]
    assert changed.args[0] is session.race is None
    assert session.state == "idle"
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
        session.undo()
    assert session.race is not None


def test_of_two_edits_in_a_row_the_newest_is_raced(qtbot, session, opened, until, study):
    opened(study)
    session.edit(replace(session.study, steps=50))
    session.player._queue.hurry()  # so that it is being built
    session.edit(replace(session.study, steps=60, lanes=session.study.lanes[:2]))
    session.edit(replace(session.study, steps=70))
    until(lambda: not session.player.pending)
    assert (session.race.ticks, len(session.race.history.lanes)) == (70, 2)
    assert session.race.study == session.study


def test_an_edit_while_it_runs_stops_it(session, opened, until, endless):
    opened(endless)
    session.run()
    until(lambda: session.frame().recorded > 0)
    session.edit(replace(session.study, steps=1000))
    assert session.state == "idle"
    until(lambda: session.race is not None)
    assert at(session) == (0, 0)


def test_undo_brings_the_race_back(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    first = recorded_bytes(session.race.history)
    session.edit(replace(session.study, problem=SurfaceSpec(surface="bowl")))
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
        session.undo()
    run_to_end()
    assert recorded_bytes(session.race.history) == first


# ---------------------------------------- changes while it runs


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
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
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
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
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


# ---------------------------------------- the transport


def test_one_step_at_a_time(session, opened, until, study):
    opened(study)
    for tick in (1, 2, 3):
        session.step()
        until(lambda tick=tick: at(session) == (tick, tick))
        assert session.state == "paused"
    assert recorded_bytes(session.race.history) == recorded_bytes(raced_again(session.study, 3))
    session.step_back()
    session.step_back()
    assert at(session) == (1, 3)
    session.step()
    assert at(session) == (2, 3)
    session.go_start()
    assert at(session) == (0, 3)
    session.step_back()
    assert at(session) == (0, 3)
    session.go_end()
    assert at(session) == (3, 3)


def test_steps_faster_than_the_engine_are_all_done(session, opened, until, study):
    opened(study)
    for _ in range(5):
        session.step()
    until(lambda: at(session) == (5, 5))


def test_a_step_before_the_race_is_there(session, until, study):
    session.open_study(study)
    session.step()
    until(lambda: session.race is not None and at(session) == (1, 1))


def test_there_is_no_step_beyond_the_end(session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    session.step()
    assert at(session) == (study.steps, study.steps)
    assert session.state == "finished"


def test_scrubbing_and_running_from_there(session, opened, run_to_end, until, study):
    opened(study)
    run_to_end()
    session.seek(100)
    assert at(session) == (100, study.steps)
    assert session.state == "paused"
    assert session.frame().steps == (100, 100, 100)
    session.seek(10**9)
    assert at(session) == (study.steps, study.steps)
    session.seek(-5)
    assert at(session)[0] == 0
    session.seek(290)
    history = session.race.history
    session.set_speed(1000.0)
    run_to_end()
    assert session.race.history is history


def test_scrubbing_back_at_full_speed_pauses(session, opened, until, endless):
    opened(endless)
    session.run()
    until(lambda: session.frame().recorded > 10)
    session.seek(5)
    assert session.state == "paused"
    assert session.frame().tick == 5


def test_scrubbing_back_at_a_finite_speed_goes_on_from_there(session, opened, until, endless):
    opened(endless)
    session.set_speed(200.0)
    session.run()
    until(lambda: session.frame().tick > 20)
    session.seek(2)
    assert session.state == "running"
    until(lambda: session.frame().tick > 30)


def test_pause_stops_the_engine_in_a_moment(qtbot, session, opened, until, endless):
    opened(endless)
    session.run()
    until(lambda: session.frame().recorded > 10)
    with qtbot.waitSignal(session.player.worker.answered, timeout=2000) as answered:
        session.pause()
        assert session.state == "paused"
    stopped = answered.args[0].tick
    settled(session, until)
    assert at(session) == (stopped, stopped)
    assert stopped < endless.steps


@pytest.mark.parametrize("speed", [30.0, 500.0])
def test_the_engine_never_runs_far_ahead(qtbot, session, opened, until, endless, speed):
    opened(endless)
    session.set_speed(speed)
    ahead = []

    def look(frame):
        ahead.append(session.player._granted - frame.tick)

    session.frame_changed.connect(look)
    session.run()
    until(lambda: session.frame().tick > speed / 2)
    session.pause()
    # Two frames; at the frame rate that a busy machine really gives, at most a quarter of a second.
    assert max(ahead) <= speed * 0.25 + 1
    assert sorted(ahead)[len(ahead) // 2] <= speed * 6 / 60 + 1


def test_speeds_can_change_while_it_runs(session, opened, until, endless):
    opened(endless)
    session.set_speed(5.0)
    session.run()
    session.set_speed(math.inf)
    until(lambda: session.frame().tick > 1000)
    session.set_speed(5.0)
    until(lambda: not session.player._settling)
    tick, recorded = at(session)
    assert tick == recorded
    until(lambda: session.frame().tick > tick)
    assert at(session)[1] <= tick + 3
    assert session.speed == 5.0


def test_frames_come_only_when_something_moved(qtbot, session, opened, run_to_end, study):
    opened(study)
    qtbot.waitUntil(lambda: not session.player._frames.isActive())
    with qtbot.assertNotEmitted(session.frame_changed, wait=100):
        pass
    frames = []
    session.frame_changed.connect(frames.append)
    run_to_end()
    qtbot.waitUntil(lambda: not session.player._frames.isActive())
    assert frames[-1].tick == study.steps
    assert len({(frame.tick, frame.recorded) for frame in frames}) == len(frames)
    count = len(frames)
    session.set_highlighted(1)
    qtbot.waitUntil(lambda: len(frames) == count + 1)
    assert [look.highlighted for look in frames[-1].looks] == [False, True, False]


# ---------------------------------------- looks


def test_looks(session, opened, study):
    opened(replace(study, seeds=(0, 1)))
    session.set_solo(2)
    assert [look.visible for look in session.looks] == [False, False, True]
    session.set_highlighted(0)
    session.set_theme(DARK)
    assert [look.colour for look in session.looks] == list(DARK.lanes[:3])
    session.set_run_shown(1)
    assert session.frame().run == 1
    session.set_run_shown(7)
    assert session.run_shown == 1
    session.edit(replace(session.study, lanes=session.study.lanes[1:]))
    assert (session.solo, session.highlighted) == (None, None)
    assert [look.colour for look in session.looks] == list(DARK.lanes[1:3])


def test_the_run_shown_is_one_of_the_race(qtbot, session, opened, study):
    opened(replace(study, seeds=(0, 1, 2)))
    session.set_run_shown(2)
    with qtbot.waitSignal(session.race_changed, timeout=LONG):
        session.edit(replace(session.study, seeds=(5,)))
    assert session.frame().run == 0


# ---------------------------------------- when things go wrong, and the end


@needs_signals
def test_an_engine_killed_in_a_race_loses_nothing_that_was_recorded(qtbot, session, opened, until, endless):
    opened(endless)
    session.run()
    until(lambda: session.frame().recorded > 100)
    history = session.race.history
    with qtbot.waitSignal(session.message_raised, timeout=LONG) as raised:
        os.kill(session.player.worker.pid, signal.SIGKILL)
    message = raised.args[0]
    assert (message.kind, message.details) == ("error", "The engine was ended by SIGKILL.")
    until(lambda: session.state == "failed")
    assert session.race.history is history
    tick = session.frame().recorded
    assert recorded_bytes(history) == recorded_bytes(raced_again(session.study_to_save, tick))
    session.seek(50)
    assert session.frame().tick == 50
    session.step()
    assert session.frame().tick == 51
    session.run()
    until(lambda: session.state == "running" and session.frame().recorded > 10)
    assert session.race.history is not history


@needs_signals
def test_an_engine_killed_at_rest_is_replaced(qtbot, session, opened, run_to_end, study):
    opened(study)
    with qtbot.waitSignal(session.message_raised, timeout=LONG):
        os.kill(session.player.worker.pid, signal.SIGKILL)
    assert session.state == "failed"
    run_to_end()


def test_a_race_can_be_stopped_hard(qtbot, session, opened, run_to_end, endless, study):
    opened(endless)
    session.run()
    with qtbot.waitSignal(session.message_raised, timeout=LONG):
        session.stop_hard()
    opened(study)
    run_to_end()


def test_a_mistake_in_the_engine_is_told_and_the_next_race_works(qtbot, session, opened, run_to_end, study):
    opened(study)
    with qtbot.waitSignal(session.message_raised, timeout=LONG) as raised:
        session.player.alter(99, "lr", 0.1)
    assert "IndexError" in raised.args[0].details
    assert session.state == "failed"
    run_to_end()


def files():
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0  # noqa: PTH208


def test_run_stop_run_leaves_one_thread_and_one_process(session, opened, until, endless):
    opened(endless)
    counted = set()
    for _ in range(20):
        session.run()
        until(lambda: session.state == "running" and session.frame().recorded > 0)
        session.pause()
        session.reset()
        until(lambda: session.race is not None)
        counted.add(files())
    assert len(multiprocessing.active_children()) == 1
    assert max(counted) - min(counted) <= 1


@pytest.mark.parametrize("when", ["at once", "while building", "while running", "after a crash"])
def test_the_end_leaves_nothing(qtbot, nothing_left, endless, when):
    session = Session()
    if when != "at once":
        session.open_study(endless)
        session.run()
    if when in ("while running", "after a crash"):
        qtbot.waitUntil(lambda: session.frame() is not None and session.frame().recorded > 0, timeout=LONG)
    if when == "after a crash":
        session.stop_hard()
    session.shutdown()
    session.shutdown()
    assert not session.player.worker.isRunning()
    if when == "while running":
        assert session.frame().recorded > 0


def test_after_the_end_nothing_happens(qtbot, session, opened, study):
    opened(study)
    session.shutdown()
    with contextlib.suppress(qtbot.TimeoutError), qtbot.waitSignal(session.message_raised, timeout=100):
        for request in (session.run, session.step, session.pause, session.reset, session.step_back):
            request()
    assert session.state != "running"


def test_a_file_brings_back_lanes_with_their_colours(session, opened, study):
    opened(study)
    lanes = (session.study.lanes[1], replace(session.study.lanes[2], colour="#123456"))
    session.edit(replace(session.study, lanes=lanes))
    before = session.looks
    session.open_study(study_from_json(study_to_json(session.study_to_save)))
    assert session.looks == before
