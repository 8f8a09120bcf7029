import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.panels.verdict_switches import VerdictSwitches


@pytest.fixture
def switches(qtbot):
    found = VerdictSwitches()
    qtbot.addWidget(found)
    return found


def choose(combo, name):
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


def test_what_is_wanted_is_a_name_or_a_loss_and_a_unit(switches):
    told = []
    switches.asked.connect(lambda: told.append(switches.wanted))
    assert switches.wanted == ("study", "steps")
    choose(switches.target, "best")
    choose(switches.unit, "seconds")
    choose(switches.target, "own")  # nothing is asked for before a loss is typed
    assert not switches.own.isHidden()
    QTest.keyClicks(switches.own, "0.25")
    QTest.keyClick(switches.own, Qt.Key.Key_Return)
    assert told == [("best", "steps"), ("best", "seconds"), (0.25, "seconds")]


def test_examples_are_a_unit_where_there_are_any(switches):
    switches.set_on_data(False)
    assert switches.unit.findData("examples") < 0
    switches.set_on_data(True)
    switches.set_on_data(True)
    names = [switches.unit.itemData(at) for at in range(switches.unit.count())]
    assert names == ["steps", "evaluations", "examples", "seconds"]
