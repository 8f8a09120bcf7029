"""Ctrl+C in the terminal that the window was started from; of a whole program it is in tests/e2e."""

import signal
import socket
import sys

import pytest
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QWidget

from app.ui.application import _close_on_interrupt

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="raises a signal as a terminal does")


@pytest.fixture
def widget(qtbot, monkeypatch):
    ends = socket.socketpair()
    monkeypatch.setattr("app.ui.application.socket.socketpair", lambda: ends)
    before = signal.getsignal(signal.SIGINT)
    found = QWidget()
    qtbot.addWidget(found)
    found.show()
    _close_on_interrupt(found)
    yield found
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, before)
    found.findChild(QSocketNotifier).setEnabled(False)
    for end in ends:
        end.close()


def test_an_interrupt_closes_the_window(widget, qtbot):
    signal.raise_signal(signal.SIGINT)
    qtbot.waitUntil(lambda: not widget.isVisible())


def test_it_is_not_closed_under_what_is_being_painted(widget, qtbot):
    seen = []

    def paint():
        signal.raise_signal(signal.SIGINT)  # Python calls the handler between two instructions: here
        seen.append(widget.isVisible())

    QTimer.singleShot(0, paint)
    qtbot.waitUntil(lambda: not widget.isVisible())
    assert seen == [True]
