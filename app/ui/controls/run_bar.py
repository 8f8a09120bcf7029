"""How far an experiment is, and the buttons that stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ...study.experiment.board import FAILED
from ..experiment_session import ExperimentSession
from ..icon import icon
from ..theme import Theme
from .block_progress import BlockProgress
from .label import ElidedLabel

__all__ = ["RunBar", "left_text", "stops"]


_NARROW, _WIDE = 110, 260  # pixels of the bar
_SHARE = 0.36  # of the width, in between


def left_text(left: tuple[float, float] | None) -> str:
    """Return the seconds that are left as a range, such as ``2 to 5 s left``; empty if not known."""
    if left is None or left[1] < 0.5:
        return ""
    low, high = left
    unit, per = ("s", 1.0) if high < 90 else ("min", 60.0) if high < 5400 else ("h", 3600.0)
    least, most = (f"{max(end / per, 0.0):.0f}" for end in (low, high))
    ends = most if least == most else f"up to {most}" if least == "0" else f"{least} to {most}"
    return f"{ends} {unit} left"


def stops(event: QEvent, session: ExperimentSession) -> bool:
    """Return whether an event is the Esc that ends an experiment."""
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and session.is_busy


class RunBar(QWidget):
    """A progress bar below a strip of its blocks, with pause and cancel; words stand beside it.

    Parameters
    ----------
    session : ExperimentSession
    name : str
        Of the experiment, such as ``sweep``.
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    go_on_wanted : Signal
        The person wants what was cancelled to go on.
    """

    go_on_wanted = Signal()

    def __init__(
        self, session: ExperimentSession, name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._name, self._theme = session, name, theme
        self.can_go_on = False
        self.text = ElidedLabel()
        self.text.setProperty("muted", True)
        self.text.setProperty("small", True)
        self.progress = BlockProgress(name, theme)
        self.pause, self.stop = QToolButton(), QToolButton()
        self.pause.clicked.connect(self._on_pause)
        self.stop.clicked.connect(session.cancel)
        self.stop.setAccessibleName(f"Cancel the {name}")
        self.stop.setToolTip("Cancel; what is done is kept (Esc)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.text, 1)
        for widget in (self.progress, self.pause, self.stop):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        session.advanced.connect(self.refresh)
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.stop.setIcon(icon("close", theme))
        self.progress.apply_theme(theme)
        self.refresh()

    def set_can_go_on(self, can: bool) -> None:
        """Offer to go on with what is not complete."""
        self.can_go_on = can
        self.refresh()

    def refresh(self) -> None:
        """Show how far the session is."""
        session = self._session
        busy = session.is_busy
        self.progress.show_progress(session.share, session.board, busy, kept=self.can_go_on)
        self.stop.setVisible(busy)
        self.pause.setVisible(busy or self.can_go_on)
        running = session.state == "running"
        words = f"Pause the {self._name}" if running else f"Go on with the {self._name}"
        self.pause.setAccessibleName(words)
        self.pause.setToolTip(f"{words}; blocks that run come to their end" if running else words)
        self.pause.setIcon(icon("pause" if running else "play", self._theme))
        self.text.setText(self._words())

    def _words(self) -> str:
        session = self._session
        if session.is_busy:
            done, blocks = session.blocks
            parts = [f"{session.share:.0%}", f"{done:,} of {blocks:,} blocks", left_text(session.left)]
            head = "paused, " if session.state == "paused" else ""
            return head + (", ".join(part for part in parts if part) if blocks else "getting ready")
        if not self.can_go_on:
            return ""
        if session.state != "failed":
            return "cancelled; what is done is kept"
        failed = session.board.count(FAILED)
        return f"{failed:,} of {len(session.board):,} blocks failed" if failed else "failed in part"

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.progress.setFixedWidth(round(min(max(_SHARE * self.width(), _NARROW), _WIDE)))

    def _on_pause(self) -> None:
        if self._session.state == "running":
            self._session.pause()
        elif self._session.state == "paused":
            self._session.resume()
        else:
            self.go_on_wanted.emit()
