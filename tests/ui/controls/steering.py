"""What a person does with the controls, for the tests."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

Key = Qt.Key


def retype(qtbot, entry, text, end=Key.Key_Return):
    """Replace what stands in a line by typing, and finish with a key."""
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClick(entry, Key.Key_Delete)
    qtbot.keyClicks(entry, text)
    if end is not None:
        qtbot.keyClick(entry, end)


def pick(qtbot, picker, words):
    """Choose the first item that a search finds."""
    if picker.search.isVisible():
        picker.search.setText(words)
        qtbot.keyClick(picker.search, Key.Key_Return)
        return
    model = picker.list.model()
    rows = [row for row in range(model.rowCount()) if model.index(row, 0).data() == words]
    picker.list.setCurrentIndex(model.index(rows[0], 0))
    qtbot.keyClick(picker.list, Key.Key_Return)


def choose(menu, text):
    """Choose an entry of an open menu with the keyboard."""
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == text))
    QTest.keyClick(menu, Key.Key_Return)


def open_menu(button, qtbot):
    """Click a button and return the menu that opens."""
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu
