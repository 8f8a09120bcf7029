"""The process that writes an export: the same bytes as at home, and nothing left of one that was ended."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from app.engine.history import History
from app.study import memory
from app.study.build import build_problem, build_race
from app.study.excerpt import lengths_of
from app.study.export import export_all
from app.study.export_process import Advanced, ExportProcess, order_export
from app.study.intake.options import FileSpec
from app.study.own.folder import TEMPLATE
from app.study.own.load import forget, load_file
from app.study.spec import DataSpec, LaneSpec, Study
from app.study.writing import Exported, Failed

PARTS = ("history", "summary", "study")
LONG = Study(steps=400_000, lanes=(LaneSpec(optimizer="adam"),))
numbers = count()


def shared(study, ticks=None):
    """Return a history as the window has it: mapped for reading, its name gone."""
    name = f"descent-lab-test-{os.getpid()}-export-{next(numbers)}"
    addresses = []

    def block(plan):
        made, address = memory.create(name, plan.nbytes)
        addresses.append(address)
        return made

    race = build_race(study, block)
    race.begin()
    race.run() if ticks is None else race.advance(ticks)
    plan = race.history.plan
    view = History(plan, memory.attach(addresses[0], plan.nbytes))
    memory.forget(name)
    return race, view


@pytest.fixture(scope="module")
def long():
    """Return a history of millions of numbers, all of them zero but the start's."""
    race, view = shared(LONG, 0)
    for lane in race.history.lanes:
        lane.lengths[:] = lane.plan.steps + 1, 0, 0, 0
    return view


def ordered(folder, study, view, parts=PARTS):
    return order_export(folder, parts, study, build_problem(study), view)


def answers(process):
    """Return all that the process says."""
    found = []
    while (answer := process.receive()) is not None:
        found.append(answer)
    process.end()
    return found


def under_way(process):
    """Wait until some of history.csv is written."""
    assert process.connection.poll(60)
    assert isinstance(process.receive(), Advanced)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["surface_study", "data_study"])
def test_the_bytes_are_those_of_an_export_at_home(tmp_path, request, kind):
    study = request.getfixturevalue(kind)
    _, view = shared(study)
    *_, told = answers(ExportProcess(ordered(tmp_path / "there", study, view)))
    assert isinstance(told, Exported), told
    ours = export_all(tmp_path / "here", study, build_problem(study), view)
    assert [path.name for path in told.paths] == [path.name for path in ours]
    for name in ("history.csv", "summary.csv", "study.json"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_what_a_race_records_later_is_not_in_it(tmp_path, surface_study):
    race, view = shared(surface_study, 5)
    order = ordered(tmp_path / "there", surface_study, view)
    export_all(tmp_path / "here", surface_study, build_problem(surface_study), view)
    race.run()
    assert lengths_of(view) != order.lengths
    assert isinstance(answers(ExportProcess(order))[-1], Exported)
    for name in ("history.csv", "summary.csv"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_it_says_how_far_it_is(tmp_path, long):
    *told, last = answers(ExportProcess(ordered(tmp_path, LONG, long, ("history",))))
    assert isinstance(last, Exported)
    assert len(told) > 5
    assert [answer.rows for answer in told] == sorted(answer.rows for answer in told)
    assert all(answer.rows <= answer.total for answer in told)
    assert (tmp_path / "history.csv").read_bytes().count(b"\n") >= told[-1].total - 2


def test_one_that_is_ended_leaves_what_was_there(tmp_path, long):
    (tmp_path / "history.csv").write_bytes(b"old")
    process = ExportProcess(ordered(tmp_path, LONG, long))
    under_way(process)
    process.end()
    assert names(tmp_path) == ["history.csv"]
    assert (tmp_path / "history.csv").read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="ends at once there")
def test_one_that_is_asked_to_end_puts_its_things_in_order(tmp_path, long):
    process = ExportProcess(ordered(tmp_path, LONG, long))
    under_way(process)
    process.ask_to_end()
    while process.receive() is not None:
        pass
    assert process.ending() == "The export ended with code 0."
    assert names(tmp_path) == []
    process.end()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_one_that_is_killed_leaves_what_was_there(tmp_path, long):
    process = ExportProcess(ordered(tmp_path, LONG, long))
    under_way(process)
    os.kill(process.pid, signal.SIGKILL)
    while process.receive() is not None:
        pass
    assert process.ending() == "The export was ended by SIGKILL."
    process.end()
    assert names(tmp_path) == []


def test_it_leaves_nothing_when_the_pipe_is_closed(tmp_path, long):
    process = ExportProcess(ordered(tmp_path, LONG, long))
    under_way(process)
    process.connection.close()
    assert process.ending() == "The export ended with code 0."
    assert names(tmp_path) == []
    process.end()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_ctrl_c_is_not_for_it(tmp_path, long):
    process = ExportProcess(ordered(tmp_path, LONG, long, ("history",)))
    under_way(process)
    os.kill(process.pid, signal.SIGINT)
    assert isinstance(answers(process)[-1], Exported)


def test_an_optimizer_of_ones_own_is_named_and_its_file_not_run(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(TEMPLATE)
    kind = load_file(path)
    try:
        study = Study(lanes=(LaneSpec(optimizer=kind.name), LaneSpec()), steps=5)
        _, view = shared(study)
        path.write_text("1 / 0")
        order = ordered(tmp_path / "out", study, view)
        assert [described.texts["name"] for described in order.own] == [kind.name]
        *_, told = answers(ExportProcess(order))
    finally:
        forget(path)
    assert isinstance(told, Exported), told
    lines = (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("My optimizer,my_optimizer,lr=0.01 momentum=0.9,")


@pytest.mark.parametrize("change", ["gone", "another", "the same"])
def test_a_data_file_that_is_gone_or_another_by_now_is_not_needed(tmp_path, change):
    data = tmp_path / "mine.csv"
    data.write_text("a,b,c\n" + "".join(f"{k % 7},{k % 5},{'xyz'[k % 3]}\n" for k in range(60)))
    problem = DataSpec(dataset="file", file=FileSpec(path=str(data)), model="softmax")
    study = Study(problem=problem, lanes=(LaneSpec(optimizer="sgd"),), epochs=2)
    built = build_problem(study)
    _, view = shared(study)
    export_all(tmp_path / "here", study, built, view)
    if change == "gone":
        data.unlink()
    elif change == "another":
        data.write_text("a,b,c\n1,2,x\n")
    order = order_export(tmp_path / "there", PARTS, study, built, view)
    assert order.problem is None, "the examples are mapped there, not sent"
    *_, told = answers(ExportProcess(order))
    assert isinstance(told, Exported), told
    for name in ("history.csv", "summary.csv", "study.json"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_examples_are_sent_along_if_the_cache_has_lost_their_table(tmp_path):
    data = tmp_path / "mine.csv"
    data.write_text("a,b,c\n" + "".join(f"{k % 7},{k % 5},{'xyz'[k % 3]}\n" for k in range(60)))
    problem = DataSpec(dataset="file", file=FileSpec(path=str(data)), model="softmax")
    study = Study(problem=problem, lanes=(LaneSpec(optimizer="sgd"),), epochs=2)
    built = build_problem(study)
    _, view = shared(study)
    shutil.rmtree(built.dataset.folder)
    order = order_export(tmp_path / "there", PARTS, study, built, view)
    *_, told = answers(ExportProcess(order))
    assert isinstance(told, Exported), told
    export_all(tmp_path / "here", study, built, view)
    there, here = ((tmp_path / place / "history.csv").read_bytes() for place in ("there", "here"))
    assert there == here


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path, surface_study):
    (tmp_path / "file").write_bytes(b"")
    _, view = shared(surface_study, 3)
    *_, told = answers(ExportProcess(ordered(tmp_path / "file" / "deep", surface_study, view)))
    assert isinstance(told, Failed)
    assert "cannot be made" in told.text
    assert told.details == ""


def test_a_mistake_of_the_app_is_told(tmp_path, surface_study):
    _, view = shared(surface_study, 3)
    order = replace(
        ordered(tmp_path, surface_study, view, ("history",)),
        study="no study",
    )
    *_, told = answers(ExportProcess(order))
    assert isinstance(told, Failed)
    assert "Traceback" in told.details
    assert names(tmp_path) == []


def test_a_history_of_this_process_alone_is_not_for_another(tmp_path, race_of, surface_study):
    _, history = race_of(surface_study)
    with pytest.raises(AssertionError, match="of this process alone"):
        ordered(tmp_path, surface_study, history)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_descriptor_is_left(surface_study):
    def descriptors():
        return len(list(Path("/proc/self/fd").iterdir()))

    before = descriptors()
    for _ in range(3):
        shared(surface_study, 1)
    assert descriptors() == before


_WINDOW = """
import os, signal, sys
from pathlib import Path
from tests.study import test_export_process as test
if __name__ == "__main__":
    race, view = test.shared(test.LONG, 0)
    for lane in race.history.lanes:
        lane.lengths[:] = lane.plan.steps + 1, 0, 0, 0
    process = test.ExportProcess(test.ordered(Path(sys.argv[1]), test.LONG, view))
    test.under_way(process)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_nothing_is_left_of_an_app_that_was_killed(tmp_path):
    """The export holds the output open; it reads as ended when the export has, too."""
    program = tmp_path / "window.py"
    program.write_text(_WINDOW)
    done = subprocess.run(
        [sys.executable, program, tmp_path / "out"],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    assert done.stderr == ""
    assert names(tmp_path / "out") == []
