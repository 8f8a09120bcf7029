"""Starting the window."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from ..engine.resource import resource
from . import theme as themes
from .session import Message, Session
from .setting import Settings, state_folder
from .window import MainWindow

__all__ = ["make_window", "run"]


def make_window(app: QApplication) -> MainWindow:
    """Return the window, not yet shown, with an idle session."""
    settings = Settings()
    chosen = {"light": themes.LIGHT, "dark": themes.DARK}.get(settings.text("theme"))
    theme = chosen or themes.system_theme(app)
    themes.apply(app, theme)
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
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    _keep_crash_reports()
    window = make_window(app)
    sys.excepthook = lambda kind, error, trace: _report(window, kind, error, trace)
    signal.signal(signal.SIGINT, lambda *_: window.close())
    if os.environ.get("DESCENT_LAB_PAINT_AND_QUIT"):
        window.trajectory.plot.viewport().installEventFilter(_QuitAfterPaint(window))
    window.show()
    # The first picture is painted before anything else happens; the engine starts behind it.
    QTimer.singleShot(
        0, lambda: window.document.open(path) if path is not None else window.document.restore()
    )
    return app.exec()


class _QuitAfterPaint(QObject):
    """For tests/benchmark/start_up.py: ends the program when the window has been painted."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self.parent().close)  # type: ignore[attr-defined]
        return False


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
