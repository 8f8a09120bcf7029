"""A line that lets the window have its keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.ui.controls.entry import Entry


@pytest.mark.parametrize(
    ("key", "held", "kept"),
    [
        (Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier, False),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, False),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, True),
        (Qt.Key.Key_E, Qt.KeyboardModifier.NoModifier, True),
    ],
)
def test_keys_that_belong_to_the_window_are_left_to_it(qtbot, key, held, kept):
    entry = Entry(str)
    qtbot.addWidget(entry)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held, chr(key.value) if not held.value else "")
    event.ignore()
    QApplication.sendEvent(entry, event)
    assert event.isAccepted() == kept


@pytest.mark.parametrize(
    ("value", "typed", "kept"), [(0.5, "", False), (0.5, "1", True), ((0, 1), "", True), (None, "", True)]
)
def test_a_space_is_left_to_the_window_where_a_number_stands_that_nobody_edits(qtbot, value, typed, kept):
    entry = Entry(str, lambda value: "" if value is None else str(value))
    qtbot.addWidget(entry)
    entry.set_value(value)
    qtbot.keyClicks(entry, typed)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    QApplication.sendEvent(entry, event)
    assert event.isAccepted() == kept
    assert (" " in entry.text().replace("(0, 1)", "")) == kept
