"""Not too often, but never forgotten."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

__all__ = ["Pace"]


class Pace:
    """Lets something happen at most so often; the last wish is never forgotten.

    Parameters
    ----------
    seconds : float
        Between two times.
    again : callable
        Called when a wish that came too early may be granted.
    parent : QObject
    """

    def __init__(self, seconds: float, again: Callable[[], None], parent: QObject) -> None:
        self._seconds = seconds
        self._last = 0.0
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(again)

    def may(self) -> bool:
        """Return whether it may happen now; if so, it counts as done."""
        now = perf_counter()
        if now - self._last >= self._seconds:
            self._last = now
            self._timer.stop()
            return True
        if not self._timer.isActive():
            self._timer.start(int(1000 * (self._seconds - now + self._last)) + 1)
        return False

    def hurry(self) -> None:
        """Let it happen the next time it is asked for."""
        self._last = 0.0

    def close(self) -> None:
        """Stop for good."""
        self._timer.stop()
        self._timer.deleteLater()
