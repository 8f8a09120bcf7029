"""Every control of the window has a name for those who listen, is reached by Tab, and shows its focus."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QGraphicsView,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QSlider,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.study.preset import load_preset
from app.ui.application import make_window
from app.ui.panels.timeline import Timeline

KINDS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    Timeline,
)
# What does the same by keyboard, where a control is for the mouse alone.
BY_KEYBOARD = {
    "Show the settings": "Right on the card",
    "Hide the settings": "Left on the card",
    "Reset": "an empty entry is the default",
    "Close": "View, Panels",
    "Float": "moving a panel is for the mouse",
}


@pytest.fixture(params=["eight-optimizers", "two-moons"])
def window(request, qtbot):
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.document.adopt(load_preset(request.param), None)
    window.docks.open("help")
    window.study_panel.prediction.set_open(True)
    window.study_panel.lanes.cards[0].set_open(True)
    session = window.session
    qtbot.waitUntil(lambda: session.race is not None and session.state == "idle", timeout=20_000)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()


def controls(window):
    """Return what can be worked with and is on the screen."""
    parts = (QAbstractItemView, QComboBox, QAbstractSpinBox)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, KINDS)
        and widget.isVisible()
        and widget.mapTo(window, QPoint()).x() >= 0  # not behind another tab
        and widget.isEnabled()
        and not isinstance(widget, QScrollBar)
        and not isinstance(widget.parentWidget(), (*parts, QTabBar))
        and not isinstance(widget.parentWidget().parentWidget(), parts)
    ]


def name_of(widget):
    if isinstance(widget, QComboBox):
        return widget.accessibleName()  # on Linux Qt's own answer is what is chosen
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def by_mouse_alone(widget):
    return isinstance(widget.parentWidget(), QDockWidget) or name_of(widget).startswith(tuple(BY_KEYBOARD))


def stand_in(widget, named):
    """Return the control that Tab reaches for another: of a switch what is down, of a slider its entry."""
    if isinstance(widget, QSlider):
        return named.get(name_of(widget).removesuffix(", slider"))
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.checkedButton() if group is not None and group.exclusive() else widget.focusProxy()


def test_every_control_has_a_name_of_its_own(window):
    names = {}
    for widget in controls(window):
        name = name_of(widget)
        assert name.strip(), (widget, widget.parentWidget())
        names.setdefault((name, type(widget), widget.parentWidget()), []).append(widget)
    assert len(names) > 40
    assert [name for name, same in names.items() if len(same) > 1] == []


def test_tab_comes_to_every_control_and_around(window):
    first = window.transport.run_button
    first.setFocus()
    seen = [first]
    while len(seen) < 2 or seen[-1] is not first:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        shown = seen[-1].viewport() if isinstance(seen[-1], QAbstractScrollArea) else seen[-1]
        assert not shown.visibleRegion().isEmpty(), name_of(seen[-1])
        assert len(seen) < 500, [name_of(widget) for widget in seen[-5:]]
    reached = set(seen)
    named = {name_of(widget): widget for widget in seen}
    missed = [
        widget
        for widget in controls(window)
        if widget not in reached and stand_in(widget, named) not in reached and not by_mouse_alone(widget)
    ]
    assert [(name_of(widget), type(widget).__name__) for widget in missed] == []
    assert all(name_of(widget).strip() for widget in seen), [w for w in seen if not name_of(w).strip()]


def test_the_focus_can_be_seen(window):
    for widget in controls(window):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        pictures = []
        for has_focus in (False, True):
            (widget if has_focus else window).setFocus(Qt.FocusReason.TabFocusReason)
            assert widget.hasFocus() == has_focus, name_of(widget)
            for area in window.findChildren(QScrollArea):
                if area.isAncestorOf(widget):
                    area.ensureWidgetVisible(widget)
            QApplication.processEvents()
            around = QRect(widget.mapTo(window, QPoint(-4, -4)), widget.size()).adjusted(0, 0, 8, 8)
            pictures.append(window.grab(around).toImage())
        assert pictures[0] != pictures[1], (name_of(widget), type(widget).__name__)
