"""What the curve plots show: names that are known, and no number of the race."""

import msgspec
import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.curve import CurveSpec
from app.study.experiment.plan import header_of
from app.study.experiment.shelf import Shelf
from app.study.file import study_from_json, study_to_json
from app.study.spec import Study
from app.ui.revision import raced_study, same_race

replace = msgspec.structs.replace
CURVES = (CurveSpec(x="distance"), CurveSpec(quantity="gradient_norm", x="evaluations", log_x=True))


@pytest.mark.parametrize(
    ("curves", "where", "rule"),
    [
        ((CurveSpec(quantity="los"),), "curves[0].quantity", "No quantity named 'los'. Did you mean 'loss'?"),
        ((CurveSpec(), CurveSpec(x="step")), "curves[1].x", "named 'step'. Did you mean 'steps'?"),
        ((CurveSpec(quantity="loss", x="loss"),), "curves[0].x", "loss was given for both"),
        ((CurveSpec(),) * 7, "curves", "up to 6 curve plots, but 7 were given"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(curves, where, rule):
    with pytest.raises(InputError) as caught:
        check_study(Study(curves=curves))
    assert caught.value.where == where
    assert rule in caught.value.message


def test_every_clock_and_quantity_may_be_across():
    check_study(Study(curves=CURVES))
    for clock in ("", "steps", "epochs", "examples", "evaluations", "seconds"):
        check_study(Study(curves=(CurveSpec(x=clock),)))


def test_they_come_back_from_a_file():
    study = Study(curves=CURVES)
    assert study_from_json(study_to_json(study)) == study
    with pytest.raises(InputError, match="No key of a curve named 'quantty'"):
        study_from_json(
            '{"format": "descent-lab-study", "schema": 3, "study": {"curves": [{"quantty": "loss"}]}}'
        )


def test_no_race_and_no_experiment_depends_on_them(tmp_path):
    plain, chosen = Study(), Study(curves=CURVES)
    assert same_race(plain, chosen)
    assert header_of(plain, ()) == header_of(chosen, ())
    shelf = Shelf(tmp_path)
    assert shelf.place(plain) == shelf.place(chosen)
    assert raced_study(plain, chosen, [[]]).curves == CURVES
