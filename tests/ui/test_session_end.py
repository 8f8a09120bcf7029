"""When the engine fails, and when the window closes."""

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from app.ui.session import Session
from tests.recorded import raced_again, recorded_bytes
from tests.ui.steering import new_race

LONG = 30_000
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")


@pytest.fixture
def session(qtbot, nothing_left):
    """Return a session of the test's own."""
    session = Session()
    yield session
    session.shutdown()


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
    """Return what is open, sorted: names of files, kinds of the rest."""
    found = []
    for path in Path("/proc/self/fd").iterdir() if sys.platform == "linux" else ():
        with contextlib.suppress(OSError):  # the folder that is being listed
            found.append(str(path.readlink()).partition(":")[0])
    return sorted(found)


def test_run_stop_run_leaves_one_thread_and_one_process(session, opened, until, endless):
    opened(endless)
    gc.collect()  # garbage of earlier tests has files open, and may be collected amid the counting
    opened_files = []
    for _ in range(20):
        session.run()
        until(lambda: session.state == "running" and session.frame().recorded > 0)
        session.pause()
        session.reset()
        until(lambda: session.race is not None)
        opened_files.append(files())
    assert len(multiprocessing.active_children()) == 1
    counts = [len(each) for each in opened_files]
    assert max(counts) - min(counts) <= 1, "\n".join(map(str, opened_files))


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


def test_after_the_end_nothing_happens(qtbot, nothing_left, study):
    session = Session()
    with new_race(qtbot, session):
        session.open_study(study)
    session.shutdown()
    with contextlib.suppress(qtbot.TimeoutError), qtbot.waitSignal(session.message_raised, timeout=100):
        for request in (session.run, session.step, session.pause, session.reset, session.step_back):
            request()
    assert session.state != "running"
