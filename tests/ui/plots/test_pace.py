import pytest
from PySide6.QtCore import QObject

from app.ui.plots.pace import Pace


@pytest.fixture
def parent(qapp):
    return QObject()


def test_the_first_wish_is_granted_the_next_must_wait(parent):
    pace = Pace(100.0, lambda: None, parent)
    assert pace.may()
    assert not pace.may()
    pace.close()


def test_a_wish_that_came_too_early_is_not_forgotten(qtbot, parent):
    granted = []
    pace = Pace(0.02, lambda: granted.append(pace.may()), parent)
    assert pace.may()
    assert not pace.may()
    assert not pace.may()
    qtbot.waitUntil(lambda: bool(granted))
    assert granted == [True]
    pace.close()


def test_who_is_in_a_hurry_need_not_wait(parent):
    pace = Pace(100.0, lambda: None, parent)
    pace.may()
    pace.hurry()
    assert pace.may()
    pace.close()


def test_after_the_end_nothing_comes(parent):
    pace = Pace(0.01, lambda: pytest.fail("too late"), parent)
    pace.may()
    pace.may()
    assert pace._timer.isActive()
    pace.close()
    assert not pace._timer.isActive()
