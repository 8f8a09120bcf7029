"""When the window makes a frame: at most sixty times a second, and never when nothing has moved."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal

__all__ = ["FrameClock"]

_FRAME_MS = 16


class FrameClock(QObject):
    """Beats while something moves, and once after each touch.

    Attributes
    ----------
    beat : Signal(float)
        Make a frame; the seconds since the one before, or since `start`.
    moving : bool
    """

    beat = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.moving = False
        self._touched = False
        self._last = 0.0
        self._timer = QTimer(self, interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def active(self) -> bool:
        """Return whether a beat may come without a touch."""
        return self._timer.isActive()

    def start(self) -> None:
        """Beat from now on, until `moving` is taken back."""
        self.moving = True
        self._last = monotonic()
        self.touch()

    def touch(self) -> None:
        """Have a frame made soon: at once if the last one is longer ago than an interval."""
        self._touched = True
        if not self._timer.isActive():
            self._timer.start(0)

    def stop(self) -> None:
        """Make no frame any more."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        if self._timer.interval() != _FRAME_MS:
            self._timer.start(_FRAME_MS)  # the first of several was at once
        if not self.moving and not self._touched:
            # Not stopped at once after a frame: started again by the next move of a mouse that drags, it
            # would let that wait for a whole interval, and every second picture would be missing.
            self._timer.stop()
            return
        self._touched = False
        now = monotonic()
        passed, self._last = now - self._last, now
        self.beat.emit(passed)
