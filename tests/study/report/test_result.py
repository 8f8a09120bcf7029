"""The tables of a report: the numbers of summary.csv, in four digits."""

import csv
import io

import msgspec
import pytest

from app.study.report.section import Cell, Table
from app.study.report.word import number
from app.study.summary_table import summary_csv


def text(cell):
    return cell.text if isinstance(cell, Cell) else cell


def table(report, caption):
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.caption == caption:
                return [dict(zip(block.head, map(text, row), strict=True)) for row in block.rows]
    raise AssertionError(caption)


@pytest.mark.parametrize("kind", ["surface_study", "data_study"])
def test_each_run_is_a_row_of_the_summary(request, report_of, race_of, kind):
    study = request.getfixturevalue(kind)
    rows = list(csv.DictReader(io.StringIO(summary_csv(study, *race_of(study)).decode())))
    found = table(report_of(study), "Each lane and seed")
    assert len(found) == len(rows) == 6
    for row, expected in zip(found, rows, strict=True):
        assert (row["Lane"], row["Seed"]) == (expected["lane"], expected["seed"])
        assert row["What became of it"] == expected["status"]
        for title, name in (("Final loss", "final_loss"), ("Test accuracy", "test_accuracy")):
            if title in row:
                assert row[title] == number(float(expected[name] or "nan"))
    assert ("Test accuracy" in found[0]) == (kind == "data_study")


def test_medians_of_lanes_and_a_miss_is_a_dash(report_of, surface_study):
    found = {row["Lane"]: row for row in table(report_of(surface_study), "Each lane")}
    assert found["Gradient descent"]["Final loss"] == "∞"
    assert found["Gradient descent"]["Steps to target"] == "–"
    assert found["Gradient descent"]["What became of it"] == "2 of 2 diverged"
    assert found["Adam"]["Gradient evaluations"] == "60"


def test_scores_have_a_table_of_their_own(report_of, data_study, surface_study):
    (first, *_) = table(report_of(data_study), "Scores of each lane")
    assert set(first) == {
        "Lane", "Validation loss", "Test loss", "Training accuracy", "Validation accuracy", "Test accuracy",
    }  # fmt: skip
    with pytest.raises(AssertionError):
        table(report_of(surface_study), "Scores of each lane")


def test_of_a_race_that_has_not_begun_nothing_is_made_up(report_of, surface_study):
    report = report_of(surface_study, ticks=-1)
    assert [section.title for section in report.sections] == [
        "Question and prediction", "Results", "Settings", "How this was made",
    ]  # fmt: skip
    assert "has not begun" in report.sections[1].blocks[0].text


def test_one_seed_has_no_medians(report_of, surface_study):
    study = msgspec.structs.replace(surface_study, seeds=(0,))
    (results,) = [section for section in report_of(study).sections if section.title == "Results"]
    assert results.blocks[0].note.startswith("One run a lane.")
