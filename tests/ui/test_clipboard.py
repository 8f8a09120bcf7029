"""What the window puts on the clipboard, by its keys."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.study.spec import LaneSpec, Study
from app.ui.application import make_window

LANES = (
    LaneSpec(optimizer="adam", hyperparameters={"lr": 0.1}),
    LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),
)


@pytest.fixture
def window(qtbot):
    """Return a window with a race at its end."""
    widget = make_window(QApplication.instance())
    qtbot.addWidget(widget)
    widget.resize(1366, 768)
    widget.show()
    widget.document.adopt(Study(steps=60, lanes=LANES), None)
    qtbot.waitUntil(lambda: widget.session.race is not None, timeout=20_000)
    widget.session.set_speed(math.inf)
    widget.session.run()
    qtbot.waitUntil(lambda: widget.session.state == "finished", timeout=20_000)
    QGuiApplication.clipboard().clear()
    yield widget
    widget.close()


def press(qtbot, window, key, modifiers):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, key, modifiers)


def copied_plot(qtbot, window, plot):
    plot.setFocus()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(qtbot, window, Qt.Key.Key_C, modifiers)
    return QGuiApplication.clipboard().image()


def test_the_plot_used_last_is_copied_twice_as_fine(qtbot, window):
    for plot in (window.trajectory.plot, window.docks.curve(0).plot):
        window.message_bar.dismiss()
        QApplication.processEvents()
        width, height = plot.size().toTuple()  # the message makes it less high
        image = copied_plot(qtbot, window, plot)
        assert (image.width(), image.height()) == (2 * width, 2 * height)
        shades = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(shades) > 5
    assert window.message_bar.text == "The plot is on the clipboard as a picture."


def test_another_plot_is_another_picture(qtbot, window):
    images = [
        copied_plot(qtbot, window, plot)
        for plot in (window.trajectory.plot, window.docks.curve(0).plot, window.docks.curve(1).plot)
    ]
    assert images[0] != images[1] != images[2] != images[0]


def test_the_table_is_copied_with_all_lanes(qtbot, window):
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    press(qtbot, window, Qt.Key.Key_C, modifiers)
    head, *lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == [look.name for look in window.session.looks]
    loss = head.split("\t").index("Loss")
    recorded = [lane.batch_loss[60, 0] for lane in window.session.race.history.lanes]
    assert [float(line.split("\t")[loss]) for line in lines] == recorded
    assert window.message_bar.text == "The table is on the clipboard, ready for a spreadsheet."
