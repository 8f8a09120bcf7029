"""Whatever takes the keyboard has a name for those who listen: in the window and in its dialogs."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QScrollBar,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.study.intake.options import FileSpec
from app.study.preset import load_preset
from app.ui.application import make_window
from app.ui.panels.reference_panel import ReferencePanel

# Their parts are told of by themselves; frames and containers have titles.
WHOLE = (QComboBox, QAbstractSpinBox, QAbstractItemView)
FRAMES = (QMainWindow, QDialog, QScrollBar, QTabBar)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def nameless(root):
    """Return kind and place of what takes the keyboard and says nothing of itself."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        parent = widget.parentWidget()
        inside = any(isinstance(each, WHOLE) for each in (parent, parent and parent.parentWidget()))
        viewport = isinstance(parent, QAbstractScrollArea) and parent.viewport() is widget
        waiting = isinstance(widget, QLabel | QPushButton) and not (widget.isVisible() or widget.text())
        if (
            widget.focusPolicy() == Qt.FocusPolicy.NoFocus
            or isinstance(widget, FRAMES)
            or inside
            or viewport
            or waiting
        ):
            continue
        told = QAccessible.queryAccessibleInterface(widget)
        if not told.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()} in {type(parent).__name__}")
    return found


@pytest.fixture(params=["eight-optimizers", "two-moons"])
def opened(request, qtbot):
    window = make_window(QApplication.instance())
    qtbot.addWidget(window)
    window.show()
    window.document.adopt(load_preset(request.param), None)
    session = window.session
    qtbot.waitUntil(lambda: session.race is not None and session.state == "idle", timeout=20_000)
    session.run()
    qtbot.waitUntil(lambda: session.player.recorded > 2, timeout=20_000)
    session.pause()
    yield window
    window.close()


def test_the_finder_finds(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    named, silent = QPushButton("Say"), QLineEdit()
    for widget in (named, silent):
        column.addWidget(widget)
    assert nameless(box) == ["QLineEdit  in QWidget"]
    silent.setAccessibleName("Words")
    assert nameless(box) == []


def test_the_window_with_all_that_can_be_open(opened, qtbot):
    window = opened
    for name in ("help", "inspector"):
        window.docks.open(name)
    while window.docks.open_curve():
        pass
    for card in window.study_panel.lanes.cards:
        card.set_open(True)
    window.split.keep()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReferencePanel)))
    window.message_bar.show_message("error", "What happened", "details", "Do something", lambda: None)
    assert nameless(window) == []


def test_the_dialogs(opened, qtbot, tmp_path):
    window = opened
    window.document.ask_export()
    export = window.document.export_dialog
    assert nameless(export) == []
    export.reject()
    window.actions_by_name["gallery"].trigger()
    (gallery,) = [each for each in window.findChildren(QDialog) if each.objectName() == "gallery"]
    assert nameless(gallery) == []
    gallery.reject()
    for picker in (window.palette_list.open(), window.split.choose()):
        assert nameless(picker) == []
        picker.close()
    window.docks.curves[0].menu.ask()
    asked = window.docks.curves[0].menu.dialog
    assert nameless(asked) == []
    asked.reject()


def test_the_dialog_of_a_data_file(opened, qtbot, tmp_path):
    path = tmp_path / "numbers.csv"
    path.write_text("a,b,y\n" + "".join(f"{i},{i * i % 7},{i % 2}\n" for i in range(100)))
    opened.document.files.ask(opened.theme, FileSpec(path=str(path)))
    dialogs = [each for each in opened.findChildren(QDialog) if type(each).__name__ == "ImportDialog"]
    qtbot.waitUntil(lambda: bool(dialogs) and dialogs[0].isVisible())
    assert nameless(dialogs[0]) == []
    dialogs[0].reject()


def test_each_plot_has_a_sentence_that_follows_the_playhead(opened, qtbot):
    session = opened.session
    session.set_speed(math.inf)
    session.run()
    qtbot.waitUntil(lambda: session.state == "finished", timeout=60_000)
    plots = [opened.trajectory.plot, *(panel.plot for panel in opened.docks.curves if panel.isVisible())]
    assert len(plots) == 3
    for plot in plots:
        assert plot.accessibleName()
        session.seek(session.player.recorded)
        qtbot.waitUntil(lambda plot=plot: plot.frame.tick == session.player.recorded)
        qtbot.waitUntil(lambda plot=plot: plot.accessibleDescription() == plot.describe())
        end = plot.accessibleDescription()
        session.seek(0)
        qtbot.waitUntil(lambda plot=plot, end=end: plot.accessibleDescription() != end)
