"""The process that writes the report of an experiment: the same bytes as at home, nothing left if ended."""

import os
import signal
import sys

import pytest

from app.study.export_process import Advanced
from app.study.prediction import Foretold
from app.study.writing import Exported, Failed
from app.ui.report.experiment import write_findings
from app.ui.report.experiment_process import ExperimentReportProcess, order_findings
from tests.study.experiment.made import BASIN, SWEEP, done
from tests.study.test_export_process import answers, names


def ordered(folder, study=SWEEP, data=True, kinds=("html", "pdf")):
    return order_findings(folder, study, done(study).done, Foretold("Adam."), data, "report", kinds)


@pytest.mark.parametrize("study", [SWEEP, BASIN], ids=["sweep", "basin"])
def test_the_page_is_the_one_that_is_written_at_home(qapp, tmp_path, study):
    order = ordered(tmp_path / "there", study)
    *told, last = answers(ExperimentReportProcess(order))
    assert isinstance(last, Exported), last
    assert last.paths == order.paths
    assert {answer.doing for answer in told} >= {"Drawing the figures", "Writing report.html"}
    write_findings(tmp_path / "here", study, done(study).done, Foretold("Adam."))
    assert names(tmp_path / "here") == names(tmp_path / "there")
    for name in names(tmp_path / "here"):
        if not name.endswith(".pdf"):
            assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


@pytest.mark.parametrize("how", ["ask", "kill"])
def test_one_that_is_ended_leaves_what_was_there(tmp_path, how):
    if sys.platform == "win32":
        pytest.skip("has no such signal")
    (tmp_path / "report.html").write_bytes(b"old")
    process = ExperimentReportProcess(ordered(tmp_path))
    while True:
        assert process.connection.poll(60)
        if isinstance(process.receive(), Advanced):
            break
    if how == "ask":
        process.ask_to_end()
    else:
        os.kill(process.pid, signal.SIGKILL)
    process.end()
    assert names(tmp_path) == ["report.html"]
    assert (tmp_path / "report.html").read_bytes() == b"old"


def test_a_folder_that_cannot_be_is_a_sentence(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    *_, told = answers(ExperimentReportProcess(ordered(tmp_path / "file" / "deep")))
    assert isinstance(told, Failed)
    assert "cannot be made" in told.text
