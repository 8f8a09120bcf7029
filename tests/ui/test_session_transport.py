"""Run, pause, step, scrub, and how fast."""

import math
from time import perf_counter

import pytest

from tests.recorded import raced_again, recorded_bytes
from tests.ui.steering import at, settled


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
        ahead.append(session.player._link.granted - frame.tick)

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
    qtbot.waitUntil(lambda: not session.player._clock.active)
    with qtbot.assertNotEmitted(session.frame_changed, wait=100):
        pass
    frames = []
    session.frame_changed.connect(lambda found, to=frames: to.append(found))
    run_to_end()
    qtbot.waitUntil(lambda: not session.player._clock.active)
    assert frames[-1].tick == study.steps
    assert len({(frame.tick, frame.recorded) for frame in frames}) == len(frames)
    count = len(frames)
    session.set_highlighted(1)
    qtbot.waitUntil(lambda: len(frames) == count + 1)
    assert [look.highlighted for look in frames[-1].looks] == [False, True, False]


def test_in_a_loop_the_end_is_followed_by_the_start(qtbot, session, opened, run_to_end, study):
    opened(study)
    run_to_end()
    race, seen = session.race, []
    session.frame_changed.connect(lambda frame: seen.append(frame.tick))
    session.player.loop = True
    try:
        session.set_speed(600.0)
        session.run()
        assert session.race is race  # played again, not raced again
        qtbot.waitUntil(lambda: study.steps in seen and seen[-1] < study.steps, timeout=30_000)
        assert session.state == "running"
    finally:
        session.player.loop = False
    session.pause()
    assert session.state == "paused"


def test_at_full_speed_there_is_no_loop(session, opened, run_to_end, study):
    opened(study)
    session.player.loop = True
    try:
        run_to_end()
        assert at(session) == (study.steps, study.steps)
    finally:
        session.player.loop = False


def test_a_frame_is_shown_at_once_after_a_rest_and_then_in_turn(session, opened, until, study, qtbot):
    opened(study)
    player = session.player
    waits = []
    for _ in range(5):  # the quickest, as another program may come between
        qtbot.waitUntil(lambda: not player._clock.active, timeout=5000)
        seen = []
        connection = player.frame_due.connect(lambda seen=seen: seen.append(perf_counter()))
        began = perf_counter()
        player.touch()
        qtbot.waitUntil(lambda seen=seen: bool(seen), timeout=5000)
        player.touch()
        qtbot.waitUntil(lambda seen=seen: len(seen) > 1, timeout=5000)
        player.frame_due.disconnect(connection)
        assert seen[1] - seen[0] > 0.014
        waits.append(seen[0] - began)
    assert min(waits) < 0.012


def test_the_engine_is_left_alone_while_what_is_recorded_is_played_back(
    session, opened, run_to_end, until, study, monkeypatch
):
    opened(study)
    run_to_end()
    session.go_start()
    session.set_speed(200.0)
    sent, send = [], session.player.worker.send
    monkeypatch.setattr(session.player.worker, "send", lambda command: (sent.append(command), send(command)))
    session.run()
    until(lambda: session.player.tick >= 40)
    assert len(sent) == 1
    session.pause()
