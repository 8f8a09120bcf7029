"""An experiment that runs beside the window: the window plans nothing and waits for no disk."""

import multiprocessing
import threading

import msgspec
import pytest
from PySide6.QtCore import QObject

from app.study.experiment import store, suite
from app.study.experiment.board import DONE
from app.study.experiment.conductor import Conductor
from app.study.experiment.shelf import Shelf
from app.study.experiment.spec import Axis, SweepSpec
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.experiment_session import ExperimentSession
from app.ui.suite_session import SuiteSession
from app.ui.sweep_session import SweepSession
from tests.study.experiment.made import SUITE, TASKS

STUDY = Study(
    problem=SurfaceSpec(surface="ravine", spread=0.1),
    lanes=(LaneSpec(optimizer="adam"),),
    steps=20,
    seeds=(0, 1),
    experiment=SweepSpec(axes=(Axis(name="lr", values=(0.01, 0.1)),)),
)


@pytest.fixture
def made(qapp):
    """Return a function that makes a session, whose processes are ended."""
    found = []

    def make(kind, root):
        found.append(kind(ExperimentSession(Shelf(root), workers=1)))
        return found[-1]

    yield make
    for session in found:
        session.shutdown()
    assert multiprocessing.active_children() == []


def test_begin_leaves_plan_and_disk_to_the_thread(made, tmp_path, monkeypatch, until):
    seen = set()

    def spy(where, name):
        real = getattr(where, name)

        def told(*arguments, **named):
            seen.add((name, threading.current_thread().name))
            return real(*arguments, **named)

        monkeypatch.setattr(where, name, told)

    spy(Shelf, "place")
    spy(Shelf, "remember")
    spy(store, "make_folder")
    spy(suite, "cut_rows")
    session = made(SuiteSession, tmp_path)
    session.begin(SUITE)
    assert [each.finished for each in session.progress()] == [False] * len(TASKS)
    until(lambda: session.complete and session.found is not None and len(session.found.tasks) == len(TASKS))
    assert {name for name, _ in seen} == {"place", "remember", "make_folder", "cut_rows"}
    assert {thread for _, thread in seen} == {"experiment"}
    assert session.run.board.count(DONE) == len(session.run.board) == len(session.rows())


def test_a_folder_that_cannot_be_used_is_a_message(made, tmp_path, until):
    (tmp_path / "file").write_text("")
    session = made(SweepSession, tmp_path / "file")
    said = []
    session.run.message_raised.connect(lambda message: said.append(message))
    session.begin(STUDY)
    until(lambda: not session.run.is_busy)
    assert session.run.state == "failed"
    assert [message.kind for message in said] == ["error"]
    assert str(tmp_path / "file") in said[0].text


def test_one_that_is_begun_before_the_last_one_is_over_is_what_is_remembered(made, tmp_path, until):
    session = made(SweepSession, tmp_path)
    session.begin(msgspec.structs.replace(STUDY, steps=500_000))
    session.begin(STUDY)
    until(lambda: session.complete and session.run.state == "done")
    other = made(SweepSession, tmp_path)
    other.recall()
    assert other.complete
    assert other.shown == session.shown
    wider = msgspec.structs.replace(STUDY, experiment=SweepSpec(axes=(Axis(name="lr", values=(0.1, 0.2)),)))
    session.begin(wider)
    until(lambda: session.complete and session.run.state == "done")
    third = made(SweepSession, tmp_path)
    third.recall()
    assert third.complete  # of two folders


def test_the_thread_holds_no_object_of_qt(made, tmp_path, monkeypatch, until):
    kept = []

    def conductor(make, before=None):
        kept.append(make)
        return Conductor(make, before)

    monkeypatch.setattr("app.ui.experiment_session.Conductor", conductor)
    for kind, study in ((SweepSession, STUDY), (SuiteSession, SUITE)):
        session = made(kind, tmp_path / kind.__name__)
        session.begin(study)
        until(lambda session=session: session.complete)
    assert len(kept) == 2
    for make in kept:
        seen, waiting = set(), [make]
        while waiting:
            each = waiting.pop()
            assert not isinstance(each, QObject), each
            if id(each) not in seen:
                seen.add(id(each))
                cells = getattr(each, "__closure__", None) or ()
                waiting += [cell.cell_contents for cell in cells]
                bound = getattr(each, "__self__", None)
                waiting += [] if bound is None else [bound]
