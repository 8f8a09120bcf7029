"""The engine as the transport sees it: what it is asked for, and what it says of the newest race alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from ..study.message import Alter, Altered, Failed, Inspect, Inspected, Learned, Reached, Refused, Until
from ..study.spec import Study
from .build_queue import BuildQueue
from .worker import BUILD_SECONDS, Died, EngineWorker, Opened

__all__ = ["EngineLink"]

_Told = Refused | Altered | Reached | Failed | Learned | Inspected | Opened | Died


class EngineLink(QObject):
    """Builds one study after another, and passes on what is said of the one that was asked for last.

    Attributes
    ----------
    opened : Signal(Opened)
    refused : Signal(Refused)
    reached : Signal(Reached)
    altered : Signal(Altered)
    learned : Signal(Learned)
    inspected, recalled : Signal(Inside)
        For the inspector, or aside.
    broke : Signal(str, str)
        The engine failed: what happened, and details.
    heard : Signal
        After each of these but what was inspected.
    slow : Signal
        A build takes long.
    worker : EngineWorker
    queue : BuildQueue
    lost : bool
        The engine does not know the race any more.
    granted : int
        The tick up to which it may compute.
    to : int
        How far it goes at once when the race is built.
    """

    opened = Signal(object)
    refused = Signal(object)
    reached = Signal(object)
    altered = Signal(object)
    learned = Signal(object)
    inspected = Signal(object)
    recalled = Signal(object)
    broke = Signal(str, str)
    heard = Signal()
    slow = Signal()

    def __init__(self, parent: QObject | None = None, build_seconds: float = BUILD_SECONDS) -> None:
        super().__init__(parent)
        self.lost = False
        self.granted = 0
        self.to = 0
        self.worker = EngineWorker(self, build_seconds)
        self.worker.answered.connect(self._on_answered)
        self.queue = BuildQueue(self)
        self.queue.due.connect(lambda generation, study: self.worker.build(generation, study, self.to))
        self.queue.slow_changed.connect(self.slow)

    def wake(self) -> None:
        """Start the engine if there is none."""
        if not self.worker.isRunning() and not self.worker.closed:
            self.worker.start()

    def build(self, study: Study, soon: bool, to: int) -> None:
        """Have a race built and recorded up to a tick; ``soon`` waits a moment, as more may follow."""
        self.to = to
        self.queue.ask(study, soon)

    def grant(self, tick: int) -> None:
        """Let the engine compute up to a tick, or no further."""
        if tick != self.granted and not self.lost:
            self.granted = tick
            self.worker.send(Until(self.queue.generation, tick))

    def alter(self, lane: int, name: str, value: Any) -> None:
        """Set a hyperparameter from the next step on."""
        self.worker.send(Alter(self.queue.generation, lane, name, value))

    def inspect(self, lane: int, step: int, run: int, aside: bool) -> None:
        """Ask for the terms of one update."""
        self.worker.send(Inspect(self.queue.generation, lane, step, run, aside))

    def close(self) -> None:
        """End the engine and the thread."""
        self.queue.stop()
        self.worker.close()
        self.lost = True

    def _on_answered(self, answer: _Told) -> None:
        if self.worker.closed:
            return
        if isinstance(answer, Learned):
            self.learned.emit(answer)
        elif isinstance(answer, Failed) and answer.generation == -1:
            self._break("The engine is gone. Save the study and start the app again.", answer.text)
        elif answer.generation != self.queue.generation:
            return
        elif isinstance(answer, Inspected):
            (self.recalled if answer.aside else self.inspected).emit(answer.inside)
            return
        elif isinstance(answer, Died):
            self._break("The engine stopped.", answer.text)
        elif isinstance(answer, Failed):
            self._break(answer.blame or "Something went wrong in the engine.", answer.text)
        elif isinstance(answer, Opened):
            self.lost, self.granted = False, self.to
            self.opened.emit(answer)
        elif isinstance(answer, Altered):
            self.altered.emit(answer)
        elif isinstance(answer, Reached):
            self.reached.emit(answer)
        elif isinstance(answer, Refused):
            self.refused.emit(answer)
        self.heard.emit()

    def _break(self, text: str, details: str) -> None:
        self.lost = True
        self.broke.emit(text, details)
