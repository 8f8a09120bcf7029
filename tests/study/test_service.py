"""The engine's process: what it answers, that it gives the same bits as a race at home, and how it ends."""

import os
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from app.engine.history import History
from app.study.memory import attach, folders, forget
from app.study.message import Alter, Altered, Build, Built, Failed, Reached, Ready, Refused, Until
from app.study.process import EngineProcess
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from tests.recorded import raced_again, recorded_bytes

LONG = Study(steps=2_000_000, lanes=(LaneSpec(optimizer="adam"),))
SURFACE = Study(
    steps=300,
    seeds=(0, 1),
    problem=SurfaceSpec(surface="rosenbrock", noise=0.1, spread=0.1),
    lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}), LaneSpec(optimizer="momentum")),
)
DATA = Study(
    epochs=3,
    problem=DataSpec(dataset="iris", model="softmax"),
    lanes=(LaneSpec(optimizer="adam", batch_size=16), LaneSpec(optimizer="gd")),
)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
generations = count()


@pytest.fixture(scope="module")
def engine():
    process = EngineProcess()
    assert process.receive() == Ready()
    yield process
    process.end()


def ask(engine, command):
    engine.send(command)
    return answer(engine)


def answer(engine):
    assert engine.connection.poll(60), "no answer within a minute"
    return engine.receive()


def name_of(generation):
    return f"descent-lab-test-{os.getpid()}-{generation}"


def build(engine, study):
    """Return the generation and the history of a race that is ready."""
    generation = next(generations)
    built = ask(engine, Build(generation, study, name_of(generation)))
    assert isinstance(built, Built), built
    history = History(built.plan, attach(built.address, built.plan.nbytes))
    forget(name_of(generation))
    return generation, history


@pytest.mark.parametrize("study", [SURFACE, DATA], ids=["surface", "data"])
def test_the_history_is_that_of_a_race_raced_again(engine, study):
    generation, history = build(engine, study)
    assert recorded_bytes(history) == recorded_bytes(raced_again(study, 0))
    ticks = history.plan.ticks
    assert ask(engine, Until(generation, 10**9)) == Reached(generation, ticks)
    assert recorded_bytes(history) == recorded_bytes(raced_again(study))


@pytest.mark.parametrize("study", [SURFACE, DATA], ids=["surface", "data"])
def test_it_goes_as_far_as_it_is_told(engine, study):
    generation, history = build(engine, study)
    for tick in (1, 2, 7, 8, 20):
        assert ask(engine, Until(generation, tick)) == Reached(generation, tick)
        assert recorded_bytes(history) == recorded_bytes(raced_again(study, tick))
        assert history.tick == tick
    # What is behind it is no way back.
    assert ask(engine, Until(generation, 3)) == Reached(generation, 20)


def test_it_stops_when_told(engine):
    generation, history = build(engine, LONG)
    engine.send(Until(generation, LONG.steps))
    while not history.tick:
        pass
    stopped = ask(engine, Until(generation, 0))
    assert stopped == Reached(generation, history.tick)
    assert 0 < stopped.tick < LONG.steps


def test_a_change_holds_from_the_next_step_on_and_can_be_raced_again(engine):
    generation, history = build(engine, SURFACE)
    ask(engine, Until(generation, 10))
    first = ask(engine, Alter(generation, 0, "lr", 0.01))
    assert isinstance(first, Altered)
    assert (first.lane, first.change.step, first.change.name, first.change.value) == (0, 10, "lr", 0.01)
    ask(engine, Until(generation, 50))
    second = ask(engine, Alter(generation, 0, "beta1", 0.5)).change
    ask(engine, Until(generation, SURFACE.steps))
    lanes = (LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}, changes=(first.change, second)),)
    again = raced_again(
        Study(steps=300, seeds=(0, 1), problem=SURFACE.problem, lanes=lanes + SURFACE.lanes[1:])
    )
    assert recorded_bytes(history) == recorded_bytes(again)
    assert recorded_bytes(history) != recorded_bytes(raced_again(SURFACE))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("lr", -1.0, "lr must be"),
        ("nothing", 1.0, "No parameter of adam named 'nothing'"),
        ("bias_correction", False, "fixed when a run starts"),
    ],
)
def test_a_change_that_cannot_be_is_refused(engine, name, value, words):
    generation, history = build(engine, SURFACE)
    refused = ask(engine, Alter(generation, 0, name, value))
    assert isinstance(refused, Refused)
    assert words in refused.message
    assert (refused.lane, refused.where) == (0, f"lanes[0].{name}")
    ask(engine, Until(generation, SURFACE.steps))
    assert recorded_bytes(history) == recorded_bytes(raced_again(SURFACE))


def test_a_study_that_cannot_be_is_refused(engine):
    generation = next(generations)
    bad = Study(lanes=(LaneSpec(hyperparameters={"lr": -1.0}),))
    refused = ask(engine, Build(generation, bad, name_of(generation)))
    assert isinstance(refused, Refused)
    assert (refused.lane, refused.where) == (-1, "lanes[0].hyperparameters.lr")
    assert "lr must be" in refused.message


def test_a_history_that_has_no_room_is_refused(engine):
    generation = next(generations)
    large = Study(steps=10_000_000, lanes=(LaneSpec(),) * 30)
    refused = ask(engine, Build(generation, large, name_of(generation)))
    assert isinstance(refused, Refused)
    assert refused.where == "steps"


def test_a_mistake_of_the_app_is_told_and_the_next_build_works(engine):
    generation = next(generations)
    failed = ask(engine, Build(generation, "no study", name_of(generation)))
    assert isinstance(failed, Failed)
    assert failed.generation == generation
    assert "Traceback" in failed.text
    build(engine, SURFACE)


def test_commands_for_an_older_race_are_not_heard(engine):
    old, _ = build(engine, SURFACE)
    new, history = build(engine, SURFACE)
    engine.send(Until(old, 100))
    engine.send(Alter(old, 0, "lr", 1.0))
    assert ask(engine, Until(new, 5)) == Reached(new, 5)
    assert recorded_bytes(history) == recorded_bytes(raced_again(SURFACE, 5))


@on_linux
def test_it_holds_the_memory_of_one_race(engine):
    for study in (SURFACE, DATA, SURFACE):
        generation, _ = build(engine, study)
        ask(engine, Until(generation, 10))
    blocks = [
        line for line in Path(f"/proc/{engine.pid}/maps").read_text().splitlines() if "descent-lab" in line
    ]
    assert len(blocks) == 1


def test_no_names_of_blocks_are_left(engine):
    build(engine, SURFACE)
    left = [path for folder in folders() for path in folder.glob(name_of("*"))]
    assert left == []


@on_linux
def test_it_has_one_thread_and_no_qt_and_sleeps(engine):
    generation, _ = build(engine, SURFACE)
    ask(engine, Until(generation, 10))
    process = Path(f"/proc/{engine.pid}")
    libraries = (process / "maps").read_text()
    assert "numpy" in libraries
    assert not [word for word in ("Qt6", "PySide6", "shiboken6", "pyqtgraph") if word in libraries]
    fields = dict(
        line.split(":\t") for line in (process / "status").read_text().splitlines() if ":\t" in line
    )
    assert fields["Threads"] == "1"

    def clock():
        return (process / "stat").read_text().rpartition(")")[2].split()[11:13]

    while "S" not in (process / "status").read_text().partition("State:\t")[2][:1]:
        pass
    before = clock()
    assert not engine.connection.poll(0.3)
    assert clock() == before


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_ctrl_c_is_not_for_it(engine):
    generation, _ = build(engine, SURFACE)
    os.kill(engine.pid, signal.SIGINT)
    assert ask(engine, Until(generation, 10)) == Reached(generation, 10)


@pytest.mark.parametrize("running", [False, True])
def test_it_ends_when_the_pipe_is_closed(running):
    engine = EngineProcess()
    assert answer(engine) == Ready()
    generation, _ = build(engine, LONG)
    if running:
        engine.send(Until(generation, LONG.steps))
    engine.connection.close()
    assert engine.ending() == "The engine ended with code 0."
    engine.end()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_a_killed_one_is_described():
    engine = EngineProcess()
    assert answer(engine) == Ready()
    engine.kill()
    assert engine.receive() is None
    assert engine.ending() == "The engine was ended by SIGKILL."
    engine.end()


_WINDOW = """
import os, signal, sys
from app.study.message import Build, Until
from app.study.process import EngineProcess
from app.study.spec import Study
if __name__ == "__main__":
    engine = EngineProcess()
    engine.receive()
    engine.send(Build(0, Study(steps=2_000_000), sys.argv[1]))
    engine.connection.poll(60)
    engine.send(Until(0, 2_000_000))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_nothing_is_left_of_an_app_that_was_killed(tmp_path):
    """The engine holds the output open; it reads as ended when the engine has, too."""
    program = tmp_path / "window.py"
    program.write_text(_WINDOW)
    name = name_of("killed")
    done = subprocess.run(
        [sys.executable, program, name],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    assert done.stderr == ""
    assert [path for folder in folders() for path in folder.glob(name)] == []


def test_the_same_block_is_not_used_twice(engine):
    _, first = build(engine, SURFACE)
    _, second = build(engine, SURFACE)
    assert not np.shares_memory(first.lanes[0].batch_loss, second.lanes[0].batch_loss)
    assert recorded_bytes(first) == recorded_bytes(second)
