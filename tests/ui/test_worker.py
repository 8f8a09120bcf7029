"""The thread that owns the engine's process."""

import multiprocessing
import os
import signal
import sys
import threading

import pytest

from app.engine.history import History
from app.study.build import build_race
from app.study.message import Failed, Reached, Refused, Until
from app.study.spec import LaneSpec, Study
from app.ui import worker as module
from app.ui.worker import Died, EngineWorker, Opened
from tests.recorded import recorded_bytes

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
LONG = 30_000


class Heard(list):
    """What a worker answered, in order."""

    def __init__(self, worker):
        super().__init__()
        self.threads = set()
        worker.answered.connect(lambda found, to=self: to.append(found))
        worker.answered.connect(lambda _: self.threads.add(threading.current_thread()))

    def of(self, kind):
        return [answer for answer in self if isinstance(answer, kind)]


@pytest.fixture
def worker(qtbot, nothing_left):
    worker = EngineWorker()
    worker.start()
    yield worker
    worker.close()
    assert worker.isFinished()


@pytest.fixture
def heard(worker):
    return Heard(worker)


@pytest.fixture
def ask(qtbot, worker):
    """Return a function that calls a method and returns the next answer."""

    def ask(method, *arguments):
        with qtbot.waitSignal(worker.answered, timeout=LONG) as signal:
            getattr(worker, method)(*arguments)
        return signal.args[0]

    return ask


def test_it_builds_and_runs_what_the_engine_does_at_home(worker, ask, study):
    opened = ask("build", 1, study)
    assert isinstance(opened, Opened)
    assert opened.generation == 1
    assert isinstance(opened.history, History)
    assert not opened.history.lanes[0].theta.flags.writeable
    assert ask("send", Until(1, 10**9)) == Reached(1, study.steps)
    race = build_race(study)
    race.run()
    assert recorded_bytes(opened.history) == recorded_bytes(race.history)


def test_answers_arrive_on_the_thread_of_the_window(qtbot, worker, heard, study):
    worker.build(1, study)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LONG)
    assert heard.threads == {threading.current_thread()}


def test_the_problem_is_made_once_for_studies_that_share_it(ask, study):
    first = ask("build", 1, study)
    longer = Study(steps=400, lanes=(LaneSpec(optimizer="rmsprop"),), problem=study.problem)
    second = ask("build", 2, longer)
    other = ask("build", 3, Study(seeds=(1,)))
    assert first.problem is second.problem
    assert first.problem is not other.problem
    assert other.problem.seeds == (1,)


def test_the_newest_of_two_builds_in_a_row_wins(qtbot, worker, heard, study):
    longer = Study(steps=400)
    worker.build(1, study)
    worker.build(2, longer)
    qtbot.waitUntil(lambda: any(answer.generation == 2 for answer in heard), timeout=LONG)
    assert heard[-1].history.plan.ticks == 400


def test_what_cannot_be_built_is_refused_once(qtbot, worker, heard, study):
    worker.build(1, Study(lanes=(LaneSpec(optimizer="adamm"),)))
    worker.build(2, study)
    qtbot.waitUntil(lambda: bool(heard.of(Opened)), timeout=LONG)
    refused = heard.of(Refused)
    assert [(answer.generation, answer.where) for answer in refused] == [(1, "lanes[0].optimizer")]


def test_a_mistake_of_the_app_is_told_and_it_goes_on(ask, qtbot, worker, heard, study):
    worker.build(1, "no study")
    qtbot.waitUntil(lambda: len(heard.of(Failed)) >= 1, timeout=LONG)
    worker.build(2, study)
    qtbot.waitUntil(lambda: bool(heard.of(Opened)), timeout=LONG)


@needs_signals
def test_a_killed_engine_is_told_and_followed_by_another(qtbot, worker, ask, endless, study):
    opened = ask("build", 1, endless)
    worker.send(Until(1, 10**9))
    qtbot.waitUntil(lambda: opened.history.tick > 0, timeout=LONG)
    first = worker.pid
    with qtbot.waitSignal(worker.answered, timeout=LONG) as signal_:
        os.kill(first, signal.SIGKILL)
    assert signal_.args[0] == Died(1, "The engine was ended by SIGKILL.")
    # What it recorded stays, and is right.
    tick = opened.history.tick
    race = build_race(endless)
    race.begin()
    race.advance(tick)
    assert recorded_bytes(opened.history) == recorded_bytes(race.history)
    qtbot.waitUntil(lambda: worker.pid not in (None, first), timeout=LONG)
    assert isinstance(ask("build", 2, study), Opened)


@needs_signals
def test_an_engine_that_does_not_answer_is_ended(qtbot, worker, ask, study):
    assert isinstance(ask("build", 1, study), Opened)
    os.kill(worker.pid, signal.SIGSTOP)
    worker.build_seconds = 0.2
    assert ask("build", 2, study) == Died(2, "The engine did not answer within 0.2 s and was ended.")
    worker.build_seconds = LONG
    assert isinstance(ask("build", 3, study), Opened)


def test_it_can_be_stopped_hard(qtbot, worker, ask, endless):
    ask("build", 1, endless)
    worker.send(Until(1, 10**9))
    died = ask("stop_hard")
    assert isinstance(died, Died)
    assert died.generation == 1


@needs_signals
def test_an_engine_that_cannot_start_is_not_started_again_and_again(qtbot, nothing_left, monkeypatch, study):
    started = []

    class Broken(module.EngineProcess):
        def __init__(self):
            super().__init__()
            started.append(self)
            self.kill()

    monkeypatch.setattr(module, "EngineProcess", Broken)
    worker = EngineWorker()
    heard = Heard(worker)
    worker.start()
    try:
        qtbot.waitUntil(lambda: len(heard) == 1, timeout=LONG)
        assert isinstance(heard[0], Died)
        worker.build(1, study)
        qtbot.waitUntil(lambda: len(heard) == 2, timeout=LONG)
        assert (heard[1].generation, len(started)) == (1, 2)
        monkeypatch.undo()
        worker.build(2, study)
        qtbot.waitUntil(lambda: len(heard) == 3, timeout=LONG)
        assert isinstance(heard[2], Opened)
    finally:
        worker.close()


def test_a_system_without_room_for_a_process_is_told(qtbot, nothing_left, monkeypatch, study):
    def refuse():
        raise OSError("Resource temporarily unavailable")

    monkeypatch.setattr(module, "EngineProcess", refuse)
    worker = EngineWorker()
    heard = Heard(worker)
    worker.start()
    try:
        worker.build(1, study)
        qtbot.waitUntil(lambda: any(answer.generation == 1 for answer in heard), timeout=LONG)
        assert "Resource temporarily unavailable" in heard[-1].text
    finally:
        worker.close()


@pytest.mark.parametrize("when", ["at once", "while building", "while running"])
def test_closing_leaves_nothing(qtbot, nothing_left, endless, when):
    worker = EngineWorker()
    heard = Heard(worker)
    worker.start()
    if when != "at once":
        worker.build(1, endless)
    if when == "while running":
        qtbot.waitUntil(lambda: bool(heard), timeout=LONG)
        worker.send(Until(1, 10**9))
        qtbot.waitUntil(lambda: heard[0].history.tick > 0, timeout=LONG)
    worker.close()
    worker.close()  # twice is no harm
    assert worker.isFinished()
    assert multiprocessing.active_children() == []


def test_one_thread_and_one_process_serve_any_number_of_races(qtbot, worker, ask, study):
    for generation in range(1, 21):
        ask("build", generation, study)
        assert ask("send", Until(generation, 10**9)) == Reached(generation, study.steps)
    assert len(multiprocessing.active_children()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files in /proc")
def test_races_that_are_gone_hold_no_files(ask, study):
    def files():
        return len(os.listdir("/proc/self/fd"))  # noqa: PTH208

    ask("build", 1, study)
    before = files()
    for generation in range(2, 12):
        ask("build", generation, study)
    assert files() <= before + 2, "of ten races; the last ones may be on their way through the event loop"
