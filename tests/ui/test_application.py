"""Ctrl+C in the terminal that the window was started from; of a whole program it is in tests/e2e."""

import os
import signal
import socket
import subprocess
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


EARLY = """
import signal, sys
from app.ui import application

make = application.make_window

def interrupted(app):
    signal.raise_signal(signal.SIGINT)
    return make(app)

application.make_window = interrupted
sys.exit(application.run())
"""


def test_an_interrupt_while_the_window_is_made_closes_it_when_it_is_there(tmp_path):
    home = os.environ | {"DESCENT_LAB_HOME": str(tmp_path)}
    command = [sys.executable, "-c", EARLY]
    result = subprocess.run(command, env=home, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
