"""What the race is compared with: a frozen copy of a race, or another study raced in the background."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, QTimer, Signal

from ..engine.history import History
from ..engine.problem import Problem
from ..study.message import Refused
from ..study.spec import Study
from .colour import with_colours
from .frame import RaceView
from .message import Message
from .player import Player
from .reference import Reference

__all__ = ["Comparison"]


class Comparison(QObject):
    """Holds at most one reference. It is no part of the study: edits, undo and files leave it alone.

    A second study is raced by an engine of its own, which ends with the race; what it recorded stays.

    Parameters
    ----------
    parent : QObject

    Attributes
    ----------
    reference : Reference or None
    racing : str
        The title of the study that is being raced; empty if none is.

    Signals
    -------
    changed : Reference or None
        There is another, or none any more, or another is on its way.
    advanced : float
        The share of the race in the background that is recorded.
    message_raised : Message
    """

    changed = Signal(object)
    advanced = Signal(float)
    message_raised = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.reference: Reference | None = None
        self.racing = ""
        self.share = 0.0
        self._player: Player | None = None
        self._opened: tuple[Study, Problem, History] | None = None

    @property
    def active(self) -> bool:
        """Return whether there is a reference, or one on its way."""
        return self.reference is not None or bool(self.racing)

    def keep(self, race: RaceView | None, title: str) -> bool:
        """Keep a race as far as it is recorded; return False, with a message, if nothing is."""
        if race is None or race.history.tick < 1:
            text = "Nothing is recorded yet that could be kept. Run the race first."
            self.message_raised.emit(Message("info", text))
            return False
        self._stop()
        self._take(Reference.of(race, title))
        return True

    def race(self, study: Study, title: str, own: tuple[str, ...] = ()) -> None:
        """Race a study from start to end in the background, and take it as the reference.

        Parameters
        ----------
        study : Study
        title : str
        own : tuple of str
            Files of the person's own optimizers, which it may name.
        """
        self._stop()
        self.reference, self.racing, self.share = None, title, 0.0
        player = self._player = Player(self)
        player.opened.connect(self._on_opened)
        player.refused.connect(self._on_refused)
        player.broke.connect(self._on_broke)
        player.frame_due.connect(self._on_frame_due)
        player.state_changed.connect(self._on_state_changed)
        player.set_speed(math.inf)
        if own:
            player.worker.learn(own)
        player.build(with_colours(study), "run")
        self.changed.emit(None)

    def end(self) -> None:
        """Let the reference go, or give up the one on its way."""
        if self.active:
            self._stop()
            self.reference = None
            self.changed.emit(None)

    def shutdown(self) -> None:
        """End the engine in the background, if there is one."""
        self._stop()

    def _stop(self) -> None:
        player, self._player = self._player, None
        self.racing, self._opened = "", None
        if player is not None:
            player.shutdown()
            player.blockSignals(True)
            player.deleteLater()

    def _take(self, reference: Reference) -> None:
        self.reference = reference
        self.changed.emit(reference)

    def _on_opened(self, study: Study, problem: Problem, history: History) -> None:
        self._opened = study, problem, history

    def _on_frame_due(self) -> None:
        player = self._player
        if player is not None and player.ticks:
            share = player.recorded / player.ticks
            if share != self.share:
                self.share = share
                self.advanced.emit(share)

    def _on_state_changed(self, state: str) -> None:
        if state == "finished":
            QTimer.singleShot(0, self, self._finish)  # not from within the player, which ends with it

    def _finish(self) -> None:
        if self._opened is None or self._player is None:
            return
        (study, problem, history), title = self._opened, self.racing
        self._stop()
        self._take(Reference(RaceView(study, problem, history), title))

    def _on_refused(self, refused: Refused) -> None:
        self._fail(f"{self.racing} cannot be raced. {refused.message}", "")

    def _on_broke(self, text: str, details: str) -> None:
        self._fail(f"{self.racing} was not raced to its end. {text}", details)

    def _fail(self, text: str, details: str) -> None:
        self.message_raised.emit(Message("error", text, details))
        QTimer.singleShot(0, self, self.end)
