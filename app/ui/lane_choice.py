"""What it does to choose a lane, wherever that is done: in a plot, in the table, on a card, by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, SignalInstance

if TYPE_CHECKING:
    from .controls.study_panel import StudyPanel
    from .session import Session

__all__ = ["LaneChoice"]


class _View(Protocol):
    lane_clicked: SignalInstance
    lane_soloed: SignalInstance
    lane_muted: SignalInstance


class LaneChoice(QObject):
    """Lets lanes stand out, be alone, or be hidden.

    Parameters
    ----------
    session : Session
    cards : StudyPanel
        The lanes' cards, which show it too.
    parent : QObject
    """

    def __init__(self, session: Session, cards: StudyPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._cards = cards
        cards.lane_selected.connect(self.highlight)
        cards.solo_requested.connect(lambda lane: session.set_solo(None if lane < 0 else lane))

    def follow(self, view: _View) -> None:
        """Do what is chosen in a plot or table."""
        view.lane_clicked.connect(self.highlight)
        view.lane_soloed.connect(self.isolate)
        view.lane_muted.connect(self.mute)

    def highlight(self, lane: int) -> None:
        """Let a lane stand out, or none if it did or is -1."""
        session = self._session
        session.set_highlighted(None if lane < 0 or session.highlighted == lane else lane)
        self._cards.set_looks(session.looks)

    def isolate(self, lane: int) -> None:
        """Show one lane only, or all again if it was."""
        self._session.set_solo(None if self._session.solo == lane else lane)

    def mute(self, lane: int) -> None:
        """Hide a lane, or no longer; a number beyond the last is none."""
        lanes = self._session.study.lanes
        if lane < len(lanes):
            self._session.set_muted(lane, not lanes[lane].muted)
