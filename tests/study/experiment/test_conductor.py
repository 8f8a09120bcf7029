"""A thread drives the experiment: who shows it is never kept waiting, and nothing is left in the end."""

import multiprocessing
import os
import threading
from time import monotonic, sleep

import msgspec
import pytest

from app.engine.error import InputError
from app.study.disk import write_together
from app.study.experiment.conductor import Conductor
from app.study.experiment.cut import cut_rows
from app.study.experiment.event import Advanced, Completed, Finished, Recalled, StageBegan, Stopped
from app.study.experiment.processes import ProcessExecutor
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.file import study_to_json
from tests.study.experiment.script import Scripted


def conduct(study, folder, executor, before=None):
    return Conductor(lambda: Runner(study, folder, executor, recall=True), before)


def until(conductor, kind, seconds=60.0):
    """Return the events up to one of a kind."""
    events, end = [], monotonic() + seconds
    while not any(isinstance(event, kind) for event in events):
        assert monotonic() < end, events
        sleep(0.01)
        events += conductor.events()
    return events


def test_it_gives_the_bytes_of_a_runner_that_is_asked(tmp_path, data_sweep):
    content = study_to_json(data_sweep)
    Runner(data_sweep, tmp_path / "a", SerialExecutor(content)).run()
    conductor = conduct(data_sweep, tmp_path / "b", ProcessExecutor(content, 2))
    events = until(conductor, Finished)
    assert isinstance(events[0], StageBegan)
    assert conductor.join()
    assert conductor.progress.share == 1.0
    assert conductor.progress.blocks == sum(isinstance(event, Completed) for event in events)
    assert (tmp_path / "a" / "results.csv").read_bytes() == (tmp_path / "b" / "results.csv").read_bytes()


def test_plan_store_and_files_are_made_on_the_thread(tmp_path, surface_sweep, monkeypatch):
    threads = set()

    def spy(name, real):

        def seen(*arguments, **named):
            threads.add((name, threading.current_thread().name))
            return real(*arguments, **named)

        monkeypatch.setattr(name, seen)

    spy("app.study.experiment.log.os.fsync", os.fsync)
    spy("app.study.experiment.ending.write_together", write_together)
    spy("app.study.experiment.sweep.cut_rows", cut_rows)
    until(conduct(surface_sweep, tmp_path, Scripted(study_to_json(surface_sweep))), Finished)
    assert {name.rpartition(".")[2] for name, _ in threads} == {"fsync", "write_together", "cut_rows"}
    assert {thread for _, thread in threads} == {"experiment"}


def test_what_an_earlier_run_has_left_is_told(tmp_path, surface_sweep):
    content = study_to_json(surface_sweep)
    until(conduct(surface_sweep, tmp_path, Scripted(content, {0: ["gone"]})), Stopped)
    events = until(conduct(surface_sweep, tmp_path, Scripted(content)), Finished)
    (recalled,) = (event for event in events if isinstance(event, Recalled))
    (completed,) = (event for event in events if isinstance(event, Completed))
    assert [block.index for block, _ in recalled.done] == [1]
    assert completed.block.index == 0
    assert recalled.done[0][1]["final"].shape == (3,)


def test_closed_it_ends_within_a_second_and_another_may_have_the_folder(tmp_path, surface_sweep):
    study = msgspec.structs.replace(surface_sweep, steps=1_000_000)
    first = conduct(study, tmp_path, ProcessExecutor(study_to_json(study), 2))
    until(first, Advanced)
    began = monotonic()
    first.close()
    assert monotonic() - began < 0.1  # it does not wait
    short = study_to_json(study)
    second = conduct(study, tmp_path, ProcessExecutor(short, 2), before=first)
    until(second, StageBegan)  # or it would say that another process writes there
    assert first.join(0.0)
    second.close()
    began = monotonic()
    assert second.join(10.0)
    assert monotonic() - began < 3.0  # a second, where nobody else uses the machine
    assert multiprocessing.active_children() == []


def test_paused_it_neither_goes_on_nor_turns_in_circles(tmp_path, surface_sweep, monkeypatch):
    executor = Scripted(study_to_json(surface_sweep), capacity=1)
    polls = []
    real = executor.poll
    monkeypatch.setattr(executor, "poll", lambda wait: polls.append(1) or real(wait))
    conductor = conduct(surface_sweep, tmp_path, executor)
    conductor.pause()
    sleep(0.5)
    assert not any(isinstance(event, Finished) for event in conductor.events())
    count = len(polls)
    sleep(0.5)
    assert len(polls) - count < 20
    conductor.resume()
    until(conductor, Finished)


def test_what_goes_wrong_is_told_and_not_raised_on_the_thread(tmp_path, surface_sweep, monkeypatch):
    content = study_to_json(surface_sweep)
    (tmp_path / "file").write_text("")
    (stopped,) = until(conduct(surface_sweep, tmp_path / "file", Scripted(content)), Stopped)
    assert "file" in stopped.reason
    monkeypatch.setattr("app.study.experiment.conductor.Runner.poll", lambda self, wait: 1 / 0)
    executor = Scripted(content)
    (stopped,) = until(conduct(surface_sweep, tmp_path / "other", executor), Stopped)
    assert stopped.reason.startswith("ZeroDivisionError")
    assert "Traceback" in stopped.details
    assert executor.closed
    with pytest.raises(InputError, match="file"):
        Runner(surface_sweep, tmp_path / "file", refused := Scripted(content))
    assert refused.closed
