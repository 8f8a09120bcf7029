"""The prediction box, by keys and clicks."""

import msgspec
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.controls.prediction_section import HINT, LATE

Key = Qt.Key


@pytest.fixture
def field(qtbot, panel):
    qtbot.mouseClick(panel.prediction.heading, Qt.MouseButton.LeftButton)
    box = panel.prediction.field_box
    assert box.isVisible()
    box.setFocus()
    return box


def test_closed_it_asks_and_opened_it_explains(qtbot, panel):
    section = panel.prediction
    assert not section.is_open
    assert section.note.text() == "What do you expect?"
    assert section.field_box is None  # made when it first opens
    qtbot.mouseClick(section.heading, Qt.MouseButton.LeftButton)
    assert section.field_box.placeholderText().startswith("For example: ")
    assert section.hint.text() == HINT
    assert section.field_box.accessibleName()
    assert panel.emitted == []


def test_each_key_is_an_edit_of_one_series(qtbot, panel, field):
    qtbot.keyClicks(field, "Ada")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClicks(field, "m")
    texts = [(study.prediction, text, key) for study, text, key in panel.emitted]
    assert [text for text, *_ in texts] == ["A", "Ad", "Ada", "Ada\n", "Ada\nm"]
    assert {(text, key) for _, text, key in texts} == {("Change the prediction", "prediction")}
    qtbot.mouseClick(panel.prediction.heading, Qt.MouseButton.LeftButton)
    assert panel.prediction.note.text() == "Ada m"


def test_tab_leaves_it(qtbot, panel, field):
    qtbot.keyClick(field, Key.Key_Tab)
    assert not field.hasFocus()
    assert QApplication.focusWidget() is not None
    assert panel.emitted == []


def test_undo_and_redo_are_not_its_own(qtbot, panel, field):
    qtbot.keyClicks(field, "Adam")
    qtbot.keyClick(field, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.toPlainText() == "Adam"
    panel.set_study(msgspec.structs.replace(panel.study, prediction="Ada"))
    assert field.toPlainText() == "Ada"
    assert field.textCursor().position() == 3
    assert [study.prediction for study, *_ in panel.emitted] == ["A", "Ad", "Ada", "Adam"]


def test_what_is_typed_stays_when_something_else_changes(qtbot, panel, field):
    qtbot.keyClicks(field, "Adam")
    field.moveCursor(field.textCursor().MoveOperation.Start)
    panel.set_study(msgspec.structs.replace(panel.study, steps=77))
    assert (field.toPlainText(), field.textCursor().position()) == ("Adam", 0)


def test_too_much_is_refused_and_not_lost(qtbot, panel, field):
    QGuiApplication.clipboard().setText("x" * 1999)
    field.paste()
    qtbot.keyClicks(field, "yz")
    assert field.reason.endswith("but 2,001 were given. Take away 1.")
    assert len(field.toPlainText()) == 2001
    assert len(panel.study.prediction) == 2000
    qtbot.keyClick(field, Key.Key_Backspace)
    assert field.reason == ""


def test_what_cannot_be_printed_is_left_out(qtbot, panel, field):
    data = QMimeData()
    data.setText("a\x1bb\x08c")
    field.insertFromMimeData(data)
    assert panel.study.prediction == "abc"


def test_an_error_from_outside_is_marked_there(panel):
    panel.show_error("prediction", "Too long.")
    assert panel.prediction.is_open
    assert panel.prediction.field_box.reason == "Too long."


def test_it_says_when_it_is_too_late(panel, field):
    panel.set_begun(True)
    assert panel.prediction.hint.text() == LATE
    assert field.accessibleDescription() == LATE
    panel.set_running(True)
    assert panel.prediction.note.text() == ""  # a change of it starts nothing again
    panel.set_begun(False)
    assert panel.prediction.hint.text() == HINT
