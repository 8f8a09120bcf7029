"""Messages are shown in a bar, never in a modal box."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.ui.message_bar import MessageBar
from app.ui.theme import DARK, LIGHT


def button(bar, text):
    return next(found for found in bar.findChildren(QPushButton) if found.text() == text)


def test_an_error_stays_and_can_be_copied_with_its_details(qtbot):
    bar = MessageBar(LIGHT)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    bar.show_message("error", "lr must be at least 0, but -1 was given.", "the trace")
    assert bar.isVisible()
    assert bar.text.startswith("lr must be")
    qtbot.mouseClick(button(bar, "Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "lr must be at least 0, but -1 was given.\nthe trace"
    qtbot.mouseClick(button(bar, "Dismiss"), Qt.MouseButton.LeftButton)
    assert bar.isHidden()
    assert bar.text == ""


def test_information_fades_and_errors_do_not(qtbot):
    bar = MessageBar(DARK)
    qtbot.addWidget(bar)
    bar._timer.setInterval(20)
    bar.show_message("error", "stays")
    assert not bar._timer.isActive()
    bar.show_message("info", "fades")
    with qtbot.waitSignal(bar.dismissed, timeout=2000):
        pass
    assert bar.isHidden()


def test_the_helping_button_runs_once_and_closes(qtbot):
    bar = MessageBar(LIGHT)
    qtbot.addWidget(bar)
    done = []
    bar.show_message("warning", "The engine stopped.", action="Start again", on_action=lambda: done.append(1))
    qtbot.mouseClick(button(bar, "Start again"), Qt.MouseButton.LeftButton)
    assert done == [1]
    assert bar.isHidden()


def test_details_open_on_demand(qtbot):
    bar = MessageBar(LIGHT)
    qtbot.addWidget(bar)
    bar.show_message("error", "text", "more")
    assert not bar._details.isVisible()
    button(bar, "Details").toggle()
    assert bar._details.isVisible()


def test_two_things_to_do_stay_until_one_is_done(qtbot):
    bar = MessageBar(LIGHT)
    qtbot.addWidget(bar)
    done = []
    for text in ("Open", "Show"):
        bar.show_message(
            "info", "Written.", action="Open", on_action=lambda: done.append("Open"),
            other="Show", on_other=lambda: done.append("Show"),
        )  # fmt: skip
        assert not bar._timer.isActive()
        qtbot.mouseClick(button(bar, text), Qt.MouseButton.LeftButton)
        assert bar.isHidden()
    assert done == ["Open", "Show"]
    bar.show_message("info", "Another.")
    assert bar._timer.isActive()
    assert bar._other.isHidden()
