"""Starting the window."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from ..engine.resource import resource
from . import theme as themes
from .garbage import INTERVAL_MS, collect_due
from .session import Message, Session
from .setting import Settings, state_folder
from .window import MainWindow

__all__ = ["make_window", "run"]


def make_window(app: QApplication) -> MainWindow:
    """Return the window, not yet shown, with an idle session."""
    settings = Settings()
    chosen = {"light": themes.LIGHT, "dark": themes.DARK}.get(settings.text("theme"))
    theme = chosen or themes.system_theme(app)
    themes.prepare(app)  # the window takes the rest when it is complete: a style sheet visits every widget
    return MainWindow(Session(theme), settings, theme)


def run(path: Path | None = None) -> int:
    """Open the window and run until it is closed.

    Parameters
    ----------
    path : Path, optional
        A study file to open; what was on screen last time by default.

    Returns
    -------
    int
        The exit code.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Descent Lab")
    app.setDesktopFileName("org.descentlab.DescentLab")
    _keep_crash_reports()
    # Where Qt has called Python an exception goes no further: the window would stay, or a part of it be half
    # made, which brought the program down when Qt came to it.
    interrupts: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: interrupts.append(number))
    window = make_window(app)
    sys.excepthook = lambda kind, error, trace: _report(window, kind, error, trace)
    _close_on_interrupt(window)
    if interrupts:
        QTimer.singleShot(0, window, window.close)
    # The first picture is painted before anything else happens; the engine starts behind it.
    first = _FirstPaint(window.trajectory.plot.viewport(), lambda: _on_shown(window, path))
    if os.environ.get("DESCENT_LAB_PAINT_AND_QUIT"):
        window.trajectory.plot.viewport().installEventFilter(_QuitAfterPaint(window))
    window.show()
    code = app.exec()
    del first
    return code


def _on_shown(window: MainWindow, path: Path | None) -> None:
    _collect_here(window)
    QApplication.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))  # which draws it in every size
    window.begin(path)
    if path is None and not window.settings.flag("welcome/seen"):
        window.actions_by_name["welcome"].trigger()


def _collect_here(window: MainWindow) -> None:
    """Collect garbage on this thread, and on no other, as long as the window is there."""
    gc.disable()  # as since the start of the program: nothing that an import makes is garbage
    # What is here now stays to the end, and need not be looked through again and again: that cost a twelfth
    # of the start, and would cost frames.
    gc.freeze()
    timer = QTimer(window, interval=INTERVAL_MS)
    timer.timeout.connect(collect_due)
    timer.start()


def _close_on_interrupt(window: MainWindow) -> None:
    """Close the window at Ctrl+C in its terminal.

    Python calls a signal's handler only between two of its own instructions, and an idle window runs none: so
    the signal also writes to a socket, whose reading wakes Python up. These instructions may be those of a
    paint event, under which no window may be taken away: it is closed when they are over.
    """
    reading, writing = socket.socketpair()
    for end in (reading, writing):
        end.setblocking(False)
    waker = QSocketNotifier(reading.fileno(), QSocketNotifier.Type.Read, window)
    waker.activated.connect(lambda: (reading.recv(64), writing))  # which also keeps both open
    signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, window, window.close))


class _FirstPaint(QObject):
    """Calls something once, right after a widget has been painted for the first time.

    A timer of zero is not enough: the system may ask for the picture later than that. Nor is the picture: a
    window that is started minimised is asked for none, and is begun all the same.
    """

    PATIENCE_MS = 400

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then: Callable[[], None] | None = then
        widget.installEventFilter(self)
        QTimer.singleShot(self.PATIENCE_MS, self, self._call)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._call)
        return False

    def _call(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()


class _QuitAfterPaint(QObject):
    """For tests/benchmark/start_up.py: ends the program when the window has been painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self) -> None:
        print("painted", flush=True)
        self.parent().close()  # type: ignore[attr-defined]


def _keep_crash_reports() -> None:
    try:
        folder = state_folder()
        folder.mkdir(parents=True, exist_ok=True)
        faulthandler.enable((folder / "crash.log").open("a", encoding="utf-8"))
    except OSError:
        faulthandler.enable()


def _report(
    window: MainWindow, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show an unexpected error in the bar; the window stays."""
    text = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(text)
    window.session.message_raised.emit(
        Message("error", f"Something went wrong inside the app: {error}", text)
    )
