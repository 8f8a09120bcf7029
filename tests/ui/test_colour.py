"""Colours stay with their lanes."""

import msgspec
import pytest

from app.study.file import study_from_json, study_to_json
from app.study.spec import LaneSpec, Study
from app.ui.colour import number_of, study_looks, with_colours
from app.ui.theme import DARK, LIGHT


def study_of(*colours):
    return Study(lanes=tuple(LaneSpec(colour=colour) for colour in colours))


def colours_of(study):
    return [lane.colour for lane in study.lanes]


@pytest.mark.parametrize(
    ("colour", "number"),
    [
        ("1", 0),
        ("99", 98),
        ("", None),
        ("0", None),
        ("100", None),
        ("-1", None),
        ("#123456", None),
        ("²", None),
    ],
)
def test_numbers_are_counted_from_one_in_the_study(colour, number):
    assert number_of(colour) == number


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("", "", ""), ["1", "2", "3"]),
        (("2", "", "", "1"), ["2", "3", "4", "1"]),
        (("", "#ff0000", ""), ["1", "#ff0000", "2"]),
        (("3", "3", ""), ["3", "3", "1"]),
    ],
)
def test_a_lane_without_a_colour_gets_the_lowest_that_is_free(before, after):
    assert colours_of(with_colours(study_of(*before))) == after


def test_the_others_keep_theirs_when_a_lane_goes():
    study = with_colours(study_of("", "", ""))
    fewer = msgspec.structs.replace(study, lanes=study.lanes[1:])
    assert colours_of(with_colours(fewer)) == ["2", "3"]
    more = msgspec.structs.replace(fewer, lanes=(*fewer.lanes, LaneSpec()))
    assert colours_of(with_colours(more)) == ["2", "3", "1"]


def test_thirty_two_lanes_look_different():
    looks = study_looks(with_colours(study_of(*[""] * 32)), LIGHT, None, None)
    assert len({(look.colour, look.dash) for look in looks}) == 32


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_numbers_are_colours_of_the_theme_and_others_are_themselves(theme):
    looks = study_looks(study_of("2", "#12ab34", "1"), theme, None, None)
    assert [look.colour for look in looks] == [theme.lanes[1], "#12ab34", theme.lanes[0]]


def test_what_is_shown():
    lanes = (LaneSpec(colour="1", muted=True), LaneSpec(colour="2"), LaneSpec(colour="3"))
    study = Study(lanes=lanes)

    def shown(solo):
        return [look.visible for look in study_looks(study, LIGHT, solo, None)]

    assert shown(None) == [False, True, True]
    assert shown(2) == [False, False, True]
    assert shown(0) == [True, False, False]
    assert [look.highlighted for look in study_looks(study, LIGHT, None, 1)] == [False, True, False]


def test_a_file_keeps_them():
    study = with_colours(study_of("", "#12ab34", ""))
    assert study_from_json(study_to_json(study)) == study
