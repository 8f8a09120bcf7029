"""Choosing a lane does the same wherever it is done, and twice undoes it."""

import pytest
from PySide6.QtCore import QObject, Signal

from app.ui.appearance import Appearance
from app.ui.lane_choice import LaneChoice


class Cards(QObject):
    lane_selected = Signal(int)
    solo_requested = Signal(int)

    def __init__(self):
        super().__init__()
        self.looks = ()

    def set_looks(self, looks):
        self.looks = looks


class View(QObject):
    lane_clicked = Signal(int)
    lane_soloed = Signal(int)
    lane_muted = Signal(int)


@pytest.fixture
def made(qapp, study):
    session, cards, view = Appearance(), Cards(), View()
    assert session.open_study(study)
    choice = LaneChoice(session, cards, cards)
    choice.follow(view)
    return session, cards, view


def test_a_lane_that_is_clicked_stands_out_on_its_card_too_until_it_is_clicked_again(made):
    session, cards, view = made
    view.lane_clicked.emit(1)
    assert session.highlighted == 1
    assert [look.highlighted for look in cards.looks] == [False, True, False]
    cards.lane_selected.emit(2)
    assert session.highlighted == 2
    view.lane_clicked.emit(2)
    assert session.highlighted is None
    view.lane_clicked.emit(0)
    view.lane_clicked.emit(-1)  # beside all of them
    assert session.highlighted is None


def test_one_alone_and_all_again(made):
    session, cards, view = made
    view.lane_soloed.emit(1)
    assert session.solo == 1
    view.lane_soloed.emit(2)
    assert session.solo == 2
    view.lane_soloed.emit(2)
    assert session.solo is None
    cards.solo_requested.emit(0)
    assert session.solo == 0
    cards.solo_requested.emit(-1)
    assert session.solo is None


def test_a_lane_is_hidden_and_shown_again_and_one_that_is_not_there_is_none(made):
    session, _, view = made
    view.lane_muted.emit(1)
    assert [lane.muted for lane in session.study.lanes] == [False, True, False]
    view.lane_muted.emit(1)
    assert not session.study.lanes[1].muted
    before = session.study
    view.lane_muted.emit(7)
    assert session.study is before
