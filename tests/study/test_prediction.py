"""The prediction of a study: plain text, bounded, and without any effect on a number."""

import msgspec
import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.file import study_from_json, study_to_json
from app.study.prediction import PREDICTION_LIMIT, check_prediction, without_controls
from app.study.spec import Study
from tests.recorded import raced_again, recorded_bytes


@pytest.mark.parametrize("text", ["", "Adam.\nBy far.\tReally.\r\n", "κ = 50, 🎲", "x" * PREDICTION_LIMIT])
def test_plain_text_is_taken_and_comes_back(text):
    study = Study(prediction=text)
    check_study(study)
    assert study_from_json(study_to_json(study)).prediction == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * (PREDICTION_LIMIT + 3), r"up to 2,000 characters, but 2,003 were given\. Take away 3\."),
        ("a\x00b", r"but character 2 is U\+0000, which cannot be printed"),
        ("\x1b[31m", r"character 1 is U\+001B"),
        ("a\x9f", r"character 2 is U\+009F"),
        ("ab\ud800", r"character 3 is U\+D800"),
        (7, "plain text of up to 2,000 characters, but 7 was given"),
    ],
)
def test_other_text_is_refused_at_its_place(text, message):
    with pytest.raises(InputError, match=message) as caught:
        check_study(Study(prediction=text))
    assert caught.value.where == "prediction"


def test_what_is_pasted_can_be_made_plain():
    assert without_controls("a\x00\x1b b\n\tc\ud800\x7f") == "a b\n\tc"
    check_prediction(without_controls("".join(map(chr, range(0x300)))))


def test_it_changes_no_number(surface_study):
    foretold = msgspec.structs.replace(surface_study, prediction="Momentum.")
    assert recorded_bytes(raced_again(foretold)) == recorded_bytes(raced_again(surface_study))
