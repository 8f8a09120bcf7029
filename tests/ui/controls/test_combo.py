"""A list says what it is for, and scrolling past it changes nothing."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from app.ui.controls.combo import Combo


@pytest.fixture
def combo(show):
    page = QWidget()
    column = QVBoxLayout(page)
    box = Combo()
    box.addItems(["slow", "usual", "fast"])
    box.setCurrentIndex(1)
    box.setAccessibleName("Speed")
    page.other = QPushButton("Other")
    column.addWidget(page.other)
    column.addWidget(box)
    show(page, 200, 80)
    box.page = page
    return box


def turn(widget):
    event = QWheelEvent(
        QPointF(10, 10), QPointF(10, 10), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_its_purpose_is_told_besides_what_is_chosen(combo):
    told = QAccessible.queryAccessibleInterface(combo)
    texts = [told.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description)]
    assert "Speed" in texts
    assert told.text(QAccessible.Text.Value) == "usual"


def test_the_wheel_changes_it_only_with_the_focus(combo):
    combo.page.other.setFocus()
    turn(combo)
    assert combo.currentText() == "usual"
    combo.setFocus()
    turn(combo)
    assert combo.currentText() == "fast"


def test_it_shrinks_below_its_text_and_ends_in_dots(qtbot):
    combo = Combo(least=70)
    combo.setMinimumContentsLength(20)
    combo.addItem("A rather long name of a quantity")
    qtbot.addWidget(combo)
    assert combo.minimumSizeHint().width() == 70
    assert combo.sizeHint().width() > 120
    combo.resize(300, 28)
    wide = combo.grab().toImage()
    combo.resize(90, 28)
    assert combo.grab().toImage() != wide.copy(0, 0, 90, 28)
