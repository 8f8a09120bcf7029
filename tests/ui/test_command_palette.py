"""Everything can be found by typing, and the lecture view comes and goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.application import make_window
from app.ui.presentation import SCALE
from app.ui.theme import font, points

# A list in a window of its own, without a screen.
pytestmark = pytest.mark.qt_log_ignore("plugin does not support")


@pytest.fixture
def window(qtbot):
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    widget.document.restore()
    qtbot.waitUntil(lambda: widget.session.race is not None, timeout=20_000)
    yield widget
    widget.presentation.set_on(False)
    widget.close()


def do(window, typed):
    picker = window.palette_list.open()
    QTest.keyClicks(picker.search, typed)
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert not picker.isVisible()


def test_an_optimizer_is_added_a_surface_chosen_and_undone(window):
    before = len(window.session.study.lanes)
    do(window, "add lion")
    assert window.session.study.lanes[-1].optimizer == "lion"
    do(window, "race on rosenbrock")
    assert window.session.study.problem.surface == "rosenbrock"
    do(window, "undo")
    do(window, "undo")
    assert len(window.session.study.lanes) == before


def test_commands_examples_and_help(qtbot, window):
    do(window, "dark theme")
    assert window.theme.dark
    do(window, "example two moons")
    qtbot.waitUntil(lambda: window.session.study.problem.__class__.__name__ == "DataSpec", timeout=20_000)
    do(window, "help muon")
    assert "Muon" in window.help.browser.toPlainText()


def test_every_choice_has_a_line_and_a_name_of_its_own(window):
    choices = window.palette_list.choices()
    assert len({choice.name for choice in choices}) == len(choices)
    assert all(choice.line for choice in choices)
    assert len(choices) > 120


def test_presentation_hides_the_controls_enlarges_the_type_and_goes_back(qtbot, window):
    plain = font(9).pointSizeF()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.presentation.on
    assert not window.docks["study"].isVisible()
    assert not window.menu_bar.isVisible()
    assert font(9).pointSizeF() == plain * SCALE
    assert points(9) == f"{9 * SCALE:g}pt"  # formulas, axis titles and what stands at the pointer
    assert window.docks.curve(0).plot.axes["bottom"].labelStyle["font-size"] == points(9)
    assert points(8.5) in window.trajectory.plot.readout.styleSheet()
    assert window.transport.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.presentation.on
    assert window.docks["study"].isVisible()
    assert window.docks["table"].isVisible()
    assert window.menu_bar.isVisible()
    assert font(9).pointSizeF() == plain
    assert not window.actions_by_name["presentation"].isChecked()


def test_keys_of_commands_work_in_a_presentation_where_no_menu_is(window):
    QTest.keyClick(window, Qt.Key.Key_F11)
    dark = window.theme.dark
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.theme.dark != dark
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.presentation.on


def test_a_presentation_shows_no_panel_that_stood_behind_another_and_no_welcome(qtbot, window):
    window.docks.open("inspector")
    window.docks["study"].raise_()
    window.actions_by_name["welcome"].trigger()
    qtbot.waitUntil(window.docks["inspector"].visibleRegion().isEmpty)
    window.presentation.set_on(True)
    assert window.docks["inspector"].isHidden()
    assert not window.welcome.isVisible()
    window.presentation.set_on(False)
    assert not window.docks["inspector"].isHidden()
    window.docks.open("inspector")
    window.presentation.set_on(True)
    assert window.docks["inspector"].isVisible()  # this one was in sight
