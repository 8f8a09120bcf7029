"""The verdict in a report: the sentences of the statistics without the clock, and their numbers."""

import math

import msgspec
import numpy as np
import pytest

from app.study.report.section import Points, Table, Text
from app.study.report.verdict import evidence_of, verdict
from app.study.spec import LaneSpec
from app.study.statistics.race_evidence import read_race
from app.study.statistics.verdict import judge
from app.study.target import target_loss


def section_of(report, title):
    (found,) = [section for section in report.sections if section.title == title]
    return found


def test_the_sentences_are_those_of_the_statistics(report_of, race_of, surface_study):
    study = msgspec.structs.replace(surface_study, seeds=tuple(range(12)))
    problem, history = race_of(study)
    report = report_of(study)
    judged = judge(evidence_of(study, problem, history, target_loss(study, problem)))
    assert len(judged.sentences) > 4
    texts = [block.text for block in section_of(report, "Verdict").blocks if isinstance(block, Text)]
    (points,) = [b for b in section_of(report, "What this does not show").blocks if isinstance(b, Points)]
    for sentence in judged.sentences:
        assert (sentence.text in texts) != (sentence.text in points.items)
        assert (sentence.kind == "caution") == (sentence.text in points.items)
    assert section_of(report, "Verdict").blocks[0].mark == "strong"


def test_seconds_are_left_out_and_nothing_else(race_of, surface_study):
    problem, history = race_of(surface_study)
    target = target_loss(surface_study, problem)
    whole = read_race(surface_study, problem, history, target).evidence
    ours = evidence_of(surface_study, problem, history, target)
    assert set(whole.times) - set(ours.times) == {"seconds"}
    for unit in ours.times:
        np.testing.assert_array_equal(ours.times[unit], whole.times[unit])
    assert not any("econds" in sentence.text for sentence in judge(ours).sentences)


def test_the_numbers_stand_beside_the_sentences(report_of, surface_study):
    study = msgspec.structs.replace(surface_study, seeds=tuple(range(12)))
    (table,) = [b for b in section_of(report_of(study), "Verdict").blocks if isinstance(b, Table)]
    rows = {row[0]: row for row in table.rows}
    assert rows["Gradient descent"][1:4] == ("0 of 12", "0 to 0.2425", "∞")
    assert rows["Momentum"][1] == "4 of 12"
    assert " to " in rows["Momentum"][4]
    assert math.isfinite(float(rows["Momentum"][5].split(" (")[0]))


def test_where_nobody_gets_there_it_cannot_be_told(report_of, surface_study):
    study = msgspec.structs.replace(surface_study, target=-1.0)
    assert "cannot be told" in section_of(report_of(study), "Verdict").blocks[0].text


def test_one_lane_has_a_verdict_of_its_own(report_of, surface_study):
    study = msgspec.structs.replace(surface_study, lanes=(LaneSpec(hyperparameters={"lr": 0.1}),))
    assert "Adam" in section_of(report_of(study), "Verdict").blocks[0].text


@pytest.mark.parametrize("kind", ["surface_study", "data_study"])
def test_it_is_the_same_each_time(request, race_of, kind):
    study = request.getfixturevalue(kind)
    found = []
    for _ in range(2):
        problem, history = race_of(study)
        found.append(verdict(evidence_of(study, problem, history, target_loss(study, problem))))
    assert found[0] == found[1]


def test_a_lane_at_its_defaults_is_labelled_in_the_table(report_of, surface_study):
    lanes = (LaneSpec(), LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}))
    report = report_of(msgspec.structs.replace(surface_study, lanes=lanes, steps=5))
    (table,) = [block for block in section_of(report, "Verdict").blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == ["Adam (untuned)", "Momentum"]
    assert table.note.endswith("Untuned: the lane is at its defaults.")
    report = report_of(msgspec.structs.replace(surface_study, lanes=lanes[1:], steps=5))
    (table,) = [block for block in section_of(report, "Verdict").blocks if isinstance(block, Table)]
    assert "Untuned" not in table.note


def test_independent_lanes_are_told_as_such(report_of, surface_study):
    study = msgspec.structs.replace(surface_study, seeds=tuple(range(10)), pairing="independent")
    report = report_of(study)
    texts = [block.text for block in section_of(report, "Verdict").blocks if isinstance(block, Text)]
    assert any("pairs of runs" in text for text in texts)
    assert not any("signed-rank" in text for text in texts)
