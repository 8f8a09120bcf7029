"""What stands beside the points of two races: whose they are, and that both can be raced again."""

import json

import msgspec

from app.study.compared import Compared
from app.study.curve import CurveSpec
from app.study.curve_metadata import describe_curve
from app.study.file import study_from_json
from tests.ui.plots.racing import Racing, lane, surface_study


def test_both_races_are_described():
    ours, theirs = Racing(surface_study(steps=9)), Racing(surface_study((lane("adam", 0.2),), steps=4))
    compared = Compared("kept at step 4", theirs.study, theirs.view.problem, theirs.history)
    told = json.loads(
        json.dumps(describe_curve(ours.study, ours.history, compared, CurveSpec(x="distance"), "a.csv", "ab"))
    )
    columns = told["tableSchema"]["columns"]
    assert [column["name"] for column in columns][-2:] == ["distance", "loss"]
    assert all("nan" in column["null"] for column in columns[-2:])
    assert "ref · " in columns[0]["dc:description"]
    (note,) = told["notes"]
    assert note["sha256"] == "ab"
    reference = note["reference"]
    assert (reference["title"], reference["included"]) == ("kept at step 4", True)
    assert [each["lane"] for each in reference["lanes"]] == ["ref · Adam"]
    assert reference["lanes"][0]["steps"] == 4
    assert [each["lane"] for each in note["lanes"]] == ["Gradient descent", "Momentum", "Adam"]
    for study, said in ((ours.study, note["study"]), (theirs.study, reference["study"])):
        assert study_from_json(msgspec.json.encode(said)) == study
