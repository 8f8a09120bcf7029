"""What a dialog shows while a process writes its files: how far that is, and Cancel in place of Close."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

__all__ = ["Meanwhile"]


class Meanwhile:
    """The lower edge of such a dialog.

    Parameters
    ----------
    progress : QProgressBar
    note : QLabel
        Says what is done now.
    start, close : QPushButton
        The first goes away meanwhile, the second cancels.
    """

    def __init__(self, progress: QProgressBar, note: QLabel, start: QPushButton, close: QPushButton) -> None:
        self._progress, self._note = progress, note
        self._start, self._close = start, close

    def set_busy(self, busy: bool) -> None:
        """Begin or end."""
        self._progress.setRange(0, 0)
        self._progress.setVisible(busy)
        self._start.setVisible(not busy)
        self._close.setText("Cancel" if busy else "Close")
        self._note.setText("Starting…" if busy else "")

    def advance(self, text: str, share: float) -> None:
        """Show what is done, and the share of it from 0 to 1; NaN where that is not known."""
        known = not math.isnan(share) and share > 0
        self._progress.setRange(0, 1000 if known else 0)
        if known:
            self._progress.setValue(round(1000 * share))
        self._note.setText(f"{text}, {100 * share:.0f} %" if known else f"{text}…")
