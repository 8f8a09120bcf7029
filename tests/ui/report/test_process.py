"""The process that writes a report: the same bytes as at home, and nothing left of one that was ended."""

import os
import signal
import sys

import msgspec
import pytest

from app.study.build import build_problem
from app.study.export_process import Advanced
from app.study.prediction import Foretold
from app.study.writing import Exported, Failed
from app.ui.report.process import ReportProcess, order_report
from app.ui.report.write import write_report
from tests.study.conftest import surface_study  # noqa: F401
from tests.study.test_export_process import LONG, answers, long, names, shared  # noqa: F401

PARTS = ("history", "summary", "study")


def ordered(folder, study, view, parts=PARTS, foretold=None, kinds=("html", "pdf")):
    told = foretold or Foretold(study.prediction)
    return order_report(folder, parts, study, build_problem(study), view, told, "report", kinds)


def test_the_page_is_the_one_that_is_written_at_home(qapp, tmp_path, surface_study):  # noqa: F811
    study = msgspec.structs.replace(surface_study, prediction="Adam.")
    _, view = shared(study)
    foretold = Foretold("Adam.", "again")
    order = ordered(tmp_path / "there", study, view, foretold=foretold)
    *told, last = answers(ReportProcess(order))
    assert isinstance(last, Exported), last
    assert last.paths == order.paths
    assert {answer.doing for answer in told} >= {
        "Drawing the figures",
        "Writing report.html",
        "Writing report.pdf",
    }
    write_report(tmp_path / "here", study, build_problem(study), view, foretold, PARTS)
    assert names(tmp_path / "here") == names(tmp_path / "there")
    for name in ("report.html", "history.csv", "study.json"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def begun(process):
    """Wait until some of history.csv is written."""
    while True:
        assert process.connection.poll(60)
        told = process.receive()
        assert isinstance(told, Advanced)
        if told.doing == "Writing history.csv":
            return


@pytest.mark.parametrize("how", ["end", "ask", "kill", "pipe"])
def test_one_that_is_ended_leaves_what_was_there(tmp_path, long, how):  # noqa: F811
    if how != "end" and sys.platform == "win32":
        pytest.skip("has no such signal")
    (tmp_path / "report.html").write_bytes(b"old")
    process = ReportProcess(ordered(tmp_path, LONG, long))
    begun(process)
    if how == "ask":
        process.ask_to_end()
    elif how == "kill":
        os.kill(process.pid, signal.SIGKILL)
    elif how == "pipe":
        process.connection.close()
        process.ending()
    process.end()
    assert names(tmp_path) == ["report.html"]
    assert (tmp_path / "report.html").read_bytes() == b"old"


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path, surface_study):  # noqa: F811
    (tmp_path / "file").write_bytes(b"")
    _, view = shared(surface_study, 3)
    *_, told = answers(ReportProcess(ordered(tmp_path / "file" / "deep", surface_study, view)))
    assert isinstance(told, Failed)
    assert "cannot be made" in told.text
