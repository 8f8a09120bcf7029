import csv

import pytest

from app.engine.error import InputError
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.file import load_study, study_to_json
from app.study.prediction import Foretold
from app.ui.report import experiment
from app.ui.report.experiment import experiment_paths, write_experiment_report, write_findings
from tests.study.experiment.made import BASIN, SWEEP, TUNE, TUNED_SUITE, done, run

FILES = ["report.html", "report.pdf", "verdict.csv"]


@pytest.mark.parametrize("study", [SWEEP, TUNE, TUNED_SUITE, BASIN], ids=["sweep", "tune", "suite", "basin"])
def test_report_and_verdict_stand_beside_the_results(study, tmp_path, qapp):
    run(study, tmp_path)
    assert [path.name for path in write_experiment_report(tmp_path)] == FILES
    assert load_study(tmp_path / "report.html") == load_study(tmp_path / "study.json")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<svg" in text
    assert "<script src" not in text
    with (tmp_path / "verdict.csv").open(newline="", encoding="utf-8") as table:
        rows = list(csv.reader(table))
    assert rows[0] == ["kind", "sentence"]
    assert {row[0] for row in rows[1:3]} <= {"finding", "open", "caution"}


def test_the_same_results_give_the_same_bytes(tmp_path, qapp):
    for name in ("a", "b"):
        run(TUNE, tmp_path / name)
        write_experiment_report(tmp_path / name, kinds=("html",))
    for name in ("report.html", "verdict.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_results_that_are_not_complete_have_no_report(tmp_path, qapp):
    runner = Runner(SWEEP, tmp_path, SerialExecutor(study_to_json(SWEEP)))
    runner.poll(0.0)
    runner.cancel()
    runner.close()
    with pytest.raises(InputError, match="some runs are missing"):
        write_experiment_report(tmp_path)
    assert not (tmp_path / "report.html").exists()


def test_all_files_are_new_or_none(tmp_path, qapp, monkeypatch):
    run(TUNE, tmp_path)
    (tmp_path / "report.html").write_text("old")

    def broken(report):
        raise InputError("The disk is full.")

    monkeypatch.setattr(experiment, "_printed", broken)
    with pytest.raises(InputError):
        write_experiment_report(tmp_path)
    assert (tmp_path / "report.html").read_text() == "old"
    assert not (tmp_path / "verdict.csv").exists()


@pytest.mark.parametrize("study", [SWEEP, TUNE, TUNED_SUITE, BASIN], ids=["sweep", "tune", "suite", "basin"])
def test_findings_are_written_as_the_command_line_writes_them(study, tmp_path, qapp):
    results = run(study, tmp_path / "there")
    write_experiment_report(tmp_path / "there")
    here = tmp_path / "here"
    written = write_findings(here, study, results.done, Foretold(study.prediction))
    assert written == experiment_paths(here, study, True, "report", ("html", "pdf"))
    assert sorted(path.name for path in written) == sorted(path.name for path in here.iterdir())
    for path in written:
        if path.suffix not in (
            ".html",
            ".pdf",
        ):  # which name the files beside them, and timing.csv is not here
            assert path.read_bytes() == (tmp_path / "there" / path.name).read_bytes(), path.name
    digests = [
        [
            line
            for line in (tmp_path / where / "report.html").read_text("utf-8").split("<")
            if "SHA-256" in line
        ]
        for where in ("here", "there")
    ]
    assert digests[0] == digests[1]


def test_the_report_alone_has_no_files_beside_it(tmp_path, qapp):
    results = done(BASIN)
    assert [
        path.name for path in write_findings(tmp_path, BASIN, results.done, None, False, kinds=("html",))
    ] == ["report.html"]
    text = (tmp_path / "report.html").read_text("utf-8")
    assert "SHA-256 of" not in text
    assert "Beside this report" not in text
