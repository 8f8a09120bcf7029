"""A series of edits that belong together, such as the moves of a slider, and what was there before it."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from .frame import RaceView

__all__ = ["Drag"]

_POLL_MS = 60
_QUIET = 0.6  # seconds without an edit after which keys or the wheel have come to rest


class Drag(QObject):
    """Notices when a series begins, and when the mouse is released or keys come to rest.

    Attributes
    ----------
    key : str
        Of the series.
    race : RaceView or None
        What was there before it; None if there is none.
    changed : Signal(RaceView or None)
        The race that was there before the series began; None when it is over.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.race: RaceView | None = None
        self.key = ""
        self._last = 0.0
        self._held = False
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    def follow(self, key: str, race: RaceView) -> None:
        """Take note of an edit of a series; ``race`` is what is shown as it comes."""
        self._last = monotonic()
        if self.race is None or key != self.key:
            self.key, self.race, self._held = key, race, False
            self._timer.start()
            self.changed.emit(race)

    def end(self) -> None:
        """Forget what was there before."""
        self._timer.stop()
        if self.race is not None:
            self.race = None
            self.changed.emit(None)

    def _on_poll(self) -> None:
        down = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if not down and (self._held or monotonic() - self._last >= _QUIET):
            self.end()
        self._held = down
