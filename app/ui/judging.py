"""What takes too long for the window's thread but needs no process: statistics of what is recorded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

__all__ = ["Judging"]

_LOOK_MS = 30


class Judging(QObject):
    """One call at a time in a thread of its own; the newest that was asked for meanwhile comes next.

    The thread touches no Qt object: the window looks whether it is done. SciPy is imported there, which takes
    most of a second when it is first needed.

    Attributes
    ----------
    done : Signal(object)
        What the call returned.
    failed : Signal(str)
        What the call raised, in words.
    """

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._next: Callable[[], Any] | None = None
        self._answer: list[tuple[bool, Any]] = []
        self._clock = QTimer(self, interval=_LOOK_MS)
        self._clock.timeout.connect(self._look)

    @property
    def busy(self) -> bool:
        """Return whether a call is under way."""
        return self._thread is not None

    def start(self, call: Callable[[], Any]) -> None:
        """Make a call, or make it next."""
        if self._thread is not None:
            self._next = call
            return
        answer: list[tuple[bool, Any]] = []
        self._answer = answer

        def work() -> None:
            try:
                answer.append((True, call()))
            except Exception as error:  # whatever it is, the window says it and goes on
                answer.append((False, f"{type(error).__name__}: {error}"))

        self._thread = threading.Thread(target=work, name="judging", daemon=True)
        self._thread.start()
        self._clock.start()

    def stop(self) -> None:
        """Wait for the call under way, and tell nobody."""
        self._clock.stop()
        self._next = None
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _look(self) -> None:
        thread = self._thread
        if thread is None or thread.is_alive():
            return
        thread.join()
        self._thread = None
        self._clock.stop()
        (well, answer), following = self._answer[0], self._next
        self._next = None
        if following is not None:
            self.start(following)
        (self.done if well else self.failed).emit(answer)
