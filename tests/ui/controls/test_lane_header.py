"""What stands beside a lane's name gives way to it."""

import pytest

from app.ui.controls.lane_header import LaneHeader
from app.ui.theme import LIGHT


@pytest.fixture
def header(show):
    widget = LaneHeader(LIGHT)
    show(widget, 300, 28)
    return widget


def test_a_closed_lane_says_its_rate(header):
    header.set_lane("Adam", "", "", "lr 0.2", False)
    assert header.note.text() == "lr 0.2"
    header.set_open(True)
    assert header.note.text() == ""


def test_a_long_name_leaves_room_for_the_rate_alone(header):
    header.set_lane("the one that I like", "the one that I like", "RMSprop", "lr 0.2", False)
    assert header.note.text() == "lr 0.2"
    assert "RMSprop · lr 0.2" in header.note.toolTip()
    header.resize(500, 28)
    assert header.note.text() == "RMSprop · lr 0.2"


def test_what_became_of_a_lane_is_short_where_the_name_needs_the_room(header):
    header.set_lane("Adam", "", "", "lr 0.2", False)
    header.set_status("diverged at step 145", "bad")
    assert header.note.text() == "diverged at step 145"
    header.set_lane("with a much longer name", "with a much longer name", "Adam", "lr 0.2", False)
    assert header.note.text() == "diverged"
    assert "diverged at step 145" in header.note.toolTip()
    header.set_status("", "")
    assert header.note.text() == "lr 0.2"
