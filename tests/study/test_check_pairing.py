"""A pairing that does not exist, and numbers of lanes that cannot be, are refused by name."""

import pytest

from app.engine.error import InputError
from app.study.check import check_study
from app.study.spec import LaneSpec, Study


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("Paired", "nearest valid choice is 'paired'"),
        ("independant", "'independent'"),
        (1, "but 1 was given"),
        ("", "'paired'"),
    ],
)
def test_an_unknown_pairing_is_refused_with_the_nearest(given, words):
    with pytest.raises(InputError, match=words) as caught:
        check_study(Study(pairing=given))
    assert caught.value.where == "pairing"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (-1, "nearest valid choice is 0"),
        (2**32, r"nearest valid choice is 4,294,967,295"),
        (1.5, "but 1.5"),
        (True, "but True"),
    ],
)
@pytest.mark.parametrize("pairing", ["paired", "independent"])
def test_a_number_that_a_lane_cannot_have_is_refused(given, words, pairing):
    with pytest.raises(InputError, match=words) as caught:
        check_study(Study(lanes=(LaneSpec(), LaneSpec(stream=given)), pairing=pairing))
    assert caught.value.where == "lanes[1].stream"


def test_independent_lanes_have_different_numbers_and_paired_lanes_need_not():
    lanes = (LaneSpec(stream=5), LaneSpec(optimizer="sgd"), LaneSpec(optimizer="sgd", stream=5))
    check_study(Study(lanes=lanes))
    with pytest.raises(InputError, match="lane 0 has 5, too") as caught:
        check_study(Study(lanes=lanes, pairing="independent"))
    assert caught.value.where == "lanes[2].stream"
