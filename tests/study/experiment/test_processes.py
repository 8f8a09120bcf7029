"""Blocks run by other processes: the same bits, one thread each, and none is lost with its process."""

import os
import signal
from pathlib import Path

import msgspec
import pytest

from app.study.experiment.event import Advanced, Began, Cancelled, Completed, Finished, Retried, Stopped
from app.study.experiment.executor import Gone, Ran, Trouble
from app.study.experiment.kind import kind_of
from app.study.experiment.processes import ProcessExecutor, cores
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.file import study_to_json


def drive(runner, each=lambda event: None):
    events = []
    while not runner.over:
        for event in runner.poll(1.0):
            events.append(event)
            each(event)
    return events


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("pairing", ["paired", "independent"])
def test_two_processes_give_the_bytes_of_this_one(tmp_path, data_sweep, pairing):
    data_sweep = msgspec.structs.replace(data_sweep, pairing=pairing)
    content = study_to_json(data_sweep)
    assert isinstance(Runner(data_sweep, tmp_path / "a", SerialExecutor(content)).run(), Finished)
    events = drive(Runner(data_sweep, tmp_path / "b", ProcessExecutor(content, 2)))
    assert isinstance(events[-1], Finished)
    expected, found = ((tmp_path / name / "results.csv").read_bytes() for name in "ab")
    assert found == expected
    workers = {event.worker for event in events if isinstance(event, Completed)}
    assert workers <= {"process 1", "process 2"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_process_that_is_killed_is_replaced_and_its_block_run_again(tmp_path, surface_sweep):
    study = msgspec.structs.replace(surface_sweep, steps=20_000)
    content = study_to_json(study)
    assert isinstance(Runner(study, tmp_path / "a", SerialExecutor(content)).run(), Finished)
    executor = ProcessExecutor(content, 2)
    runner = Runner(study, tmp_path / "b", executor)
    killed = []

    def kill(event):
        if isinstance(event, Advanced) and not killed:
            killed.append(executor.pids[0])
            os.kill(killed[0], signal.SIGKILL)

    events = drive(runner, kill)
    (retried,) = (event for event in events if isinstance(event, Retried))
    assert retried.reason == "The worker was ended by SIGKILL."
    assert sum(isinstance(event, Began) for event in events) == runner.blocks + 1
    assert isinstance(events[-1], Finished)
    assert not events[-1].failed
    assert not alive(killed[0])
    assert (tmp_path / "a" / "results.csv").read_bytes() == (tmp_path / "b" / "results.csv").read_bytes()


def test_cancel_ends_the_processes(tmp_path, surface_sweep):
    study = msgspec.structs.replace(surface_sweep, steps=1_000_000)
    executor = ProcessExecutor(study_to_json(study), 2)
    runner = Runner(study, tmp_path, executor)
    while not any(isinstance(event, Advanced) for event in runner.poll(1.0)):
        pass
    pids = executor.pids
    runner.cancel()
    assert runner.poll() == [Cancelled()]
    assert not any(map(alive, pids))


def test_processes_that_end_as_they_start_stop_it(tmp_path, surface_sweep, monkeypatch):
    monkeypatch.setattr("app.study.experiment.processes.serve", os.abort)
    runner = Runner(surface_sweep, tmp_path, ProcessExecutor(study_to_json(surface_sweep), 1), retries=9)
    events = drive(runner)
    assert isinstance(events[-1], Stopped)
    assert events[-1].reason.startswith("The processes that run blocks end one after the other.")


def test_trouble_in_a_block_is_told_with_its_traceback(data_sweep):
    executor = ProcessExecutor(study_to_json(data_sweep), 1)
    (block, *_) = kind_of(data_sweep).blocks(data_sweep, 0, ())
    executor.submit(msgspec.structs.replace(block, content={"cells": (99,), "seeds": (0,)}))
    answers = []
    while not any(isinstance(answer, (Trouble, Gone)) for answer in answers):
        answers += executor.poll(1.0)
    assert answers[-1].reason.startswith("IndexError")
    assert "Traceback" in answers[-1].details
    executor.close()


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="Windows has classes of priority instead")
@pytest.mark.parametrize("gentle", [False, True])
def test_processes_give_way_if_they_are_asked_to(data_sweep, gentle):
    executor = ProcessExecutor(study_to_json(data_sweep), 1, gentle=gentle)
    executor.submit(kind_of(data_sweep).blocks(data_sweep, 0, ())[0])
    try:
        while not any(isinstance(answer, Ran) for answer in executor.poll(1.0)):
            pass
        own = os.getpriority(os.PRIO_PROCESS, 0)
        lower = os.getpriority(os.PRIO_PROCESS, executor.pids[0]) - own
        assert lower == (min(10, 19 - own) if gentle else 0)
    finally:
        executor.close()


def test_processes_have_one_thread_of_blas_whatever_is_set_here(data_sweep, monkeypatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    executor = ProcessExecutor(study_to_json(data_sweep), 1)
    executor.submit(kind_of(data_sweep).blocks(data_sweep, 0, ())[0])
    try:
        while not any(isinstance(answer, Ran) for answer in executor.poll(1.0)):
            pass
        environment = Path(f"/proc/{executor.pids[0]}/environ")
        if not environment.exists():
            pytest.skip("this system does not show the environment of a process")
        assert b"OPENBLAS_NUM_THREADS=1\0" in environment.read_bytes()
        assert os.environ["OPENBLAS_NUM_THREADS"] == "7"
    finally:
        executor.close()


def test_there_are_cores():
    assert cores() >= 1
