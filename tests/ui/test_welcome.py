"""The welcome: read, skipped, seen once; it takes no keys and covers nothing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.application import _on_shown, make_window
from app.ui.theme import DARK
from app.ui.welcome import STEPS


@pytest.fixture
def window(qtbot, monkeypatch):
    monkeypatch.setattr("app.ui.application._collect_here", lambda window: None)
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    with qtbot.waitExposed(widget):
        widget.show()
    yield widget
    widget.close()


def test_it_is_shown_at_the_first_start_and_once(window, tmp_path):
    assert window.welcome is None
    _on_shown(window, None)
    assert window.welcome.isVisible()
    window.welcome.skip.click()
    assert not window.welcome.isVisible()
    assert window.settings.flag("welcome/seen")
    _on_shown(window, None)
    assert not window.welcome.isVisible()


def test_a_start_with_a_file_is_not_a_first_start(window, tmp_path):
    _on_shown(window, tmp_path / "none.json")
    assert window.welcome is None


def test_it_is_read_in_a_minute_and_frames_what_it_is_about(window, qtbot):
    assert sum(len(step.text.split()) for step in STEPS) < 110  # at 200 words a minute half of one
    window.actions_by_name["welcome"].trigger()
    welcome = window.welcome
    for number, step in enumerate(STEPS):
        assert welcome.text.text() == step.text
        assert f"{number + 1} of {len(STEPS)}" in welcome.accessibleName()
        part = step.part(window)
        qtbot.waitUntil(lambda part=part: welcome._frame.size() == part.size())
        assert welcome._frame.pos() == part.mapTo(window, QPoint(0, 0))
        welcome.next.click()
    assert not welcome.isVisible()
    assert not welcome._frame.isVisible()
    assert window.settings.flag("welcome/seen")


def test_back_and_escape(window):
    window.actions_by_name["welcome"].trigger()
    welcome = window.welcome
    assert not welcome.back.isEnabled()
    welcome.next.click()
    welcome.back.click()
    assert welcome.number == 0
    QTest.keyClick(welcome.next, Qt.Key.Key_Escape)
    assert not welcome.isVisible()
    window.actions_by_name["welcome"].trigger()
    assert (welcome.isVisible(), welcome.number) == (True, 0)


def test_the_last_sentence_leads_to_the_examples(window):
    window.actions_by_name["welcome"].trigger()
    welcome = window.welcome
    welcome.go(len(STEPS) - 1)
    assert welcome.examples.isVisible()
    assert not welcome.skip.isVisible()
    asked = []
    welcome.examples_wanted.disconnect()
    welcome.examples_wanted.connect(lambda: asked.append(True))
    welcome.examples.click()
    assert asked == [True]
    assert not welcome.isVisible()


def test_it_leaves_the_keyboard_and_the_mouse_to_the_window(window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    before = window.focusWidget()
    window.actions_by_name["welcome"].trigger()
    assert window.focusWidget() is before
    middle = window.trajectory.mapTo(window, window.trajectory.rect().center())
    over = window.childAt(middle)
    assert window.trajectory.isAncestorOf(over)


def test_it_takes_the_colours_of_a_theme(window):
    window.actions_by_name["welcome"].trigger()
    window.show_theme(DARK)
    assert DARK.accent in window.welcome.styleSheet()
    assert window.welcome._frame.colour == DARK.accent
