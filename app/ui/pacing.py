"""Which panels draw a frame: all of them while that is quick, in turn while it is not."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

from .frame import Frame

__all__ = ["Pacing"]

_SLOW = 0.011
_QUICK = 0.004
_CATCH_UP_MS = 60


class Pacing(QObject):
    """Keeps frames short, so that the mouse is answered, however much there is to draw.

    While everything is drawn and painted within 11 ms, each frame draws everything. Otherwise a frame draws
    one view, in turn; when frames stop coming, the others catch up: at rest all show the same instant.

    Parameters
    ----------
    views : callable
        Returns the ``show_frame`` of each view that is to be seen.
    parent : QObject
    """

    def __init__(self, views: Callable[[], list[Callable[[Frame], None]]], parent: QObject) -> None:
        super().__init__(parent)
        self._views = views
        self._frame: Frame | None = None
        self._turn = 0
        self.in_turn = False
        self._late = QTimer(self, singleShot=True, interval=_CATCH_UP_MS)
        self._late.timeout.connect(self._on_late)

    def show(self, frame: Frame) -> None:
        """Draw a frame in all views, or in the one whose turn it is."""
        began = perf_counter()
        before = self._frame
        moved_on = before is not None and frame.race is before.race and frame.looks == before.looks
        self._frame = frame
        views = self._views()
        if self.in_turn and moved_on and views:
            self._turn = (self._turn + 1) % len(views)
            views = [views[self._turn]]
            self._late.start()
        for view in views:
            view(frame)
        QTimer.singleShot(0, self, lambda: self._measure(perf_counter() - began))

    def _measure(self, spent: float) -> None:
        """Learn from how long a frame took, its painting included."""
        if not self.in_turn and spent > _SLOW:
            self.in_turn = True
        elif self.in_turn and spent < _QUICK:
            self.in_turn = False

    def _on_late(self) -> None:
        if self._frame is not None:
            for view in self._views():
                view(self._frame)
