import msgspec
import pytest

from app.ui.report.experiment_process import ExperimentReportProcess
from app.ui.report.experiment_subject import ExperimentSubject
from tests.study.experiment.made import BASIN, SUITE, SWEEP, TUNE, done

NAMES = ["sweep", "tune", "suite", "basin"]


@pytest.mark.parametrize("study", [SWEEP, TUNE, SUITE, BASIN], ids=NAMES)
def test_what_there_is_to_report(study, tmp_path):
    subject = ExperimentSubject(study, done(study).done, "")
    rows = sum(len(next(iter(columns.values()))) for _, columns in done(study).done)
    table = "basin.csv" if study is BASIN else "results.csv"
    assert subject.extent == f"{rows:,} rows in {table}"
    assert subject.title.startswith("Report of the ")
    subject.check()
    paths = subject.paths(tmp_path, True, "mine", ("html",))
    assert [path.name for path in paths][-1] == "mine.html"
    assert table in [path.name for path in paths]
    assert [path.name for path in subject.paths(tmp_path, False, "mine", ("pdf",))] == ["mine.pdf"]
    assert subject.order(tmp_path, True, "mine", ("html",)).paths == paths
    assert subject.process is ExperimentReportProcess
    assert "None was written" in subject.note


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ("Adam.", "Adam.", "It stood in the study before this sweep began."),
        ("Adam.", "Not Adam.", "It was changed afterwards; both are shown."),
        ("", "Adam.", "It was written after the sweep had begun, and the report says so."),
    ],
)
def test_what_the_report_will_say_of_the_prediction(then, now, words):
    study = msgspec.structs.replace(SWEEP, prediction=then)
    assert words in ExperimentSubject(study, done(SWEEP).done, now).note


def test_of_maps_nobody_knows_what_had_been_seen():
    study = msgspec.structs.replace(BASIN, prediction="Adam.")
    assert "is not known" in ExperimentSubject(study, done(BASIN).done, "Adam.").note
