"""The cards of the lanes: made when they are needed, kept when lanes move, looked after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...study.lane_name import lane_names
from ...study.spec import DataSpec, Study
from ..frame import LaneLook
from ..theme import Theme
from .lane_card import LaneCard
from .match import match_lanes
from .problem_edit import training_size
from .reorder import Reorder
from .reveal import reveal
from .style import GAP, set_look

__all__ = ["LaneList"]

_OPEN_UP_TO = 4


class LaneList(QWidget):
    """One card below the other.

    Attributes
    ----------
    changed : Signal(int, dict, str, str)
        The lane, its changed fields, a text for the undo menu, and a merge key below the lane.
    asked : Signal(int, str)
        The lane and an action of its card.
    moved : Signal(int, int)
        A lane was dragged from one place to another.
    """

    changed = Signal(int, object, str, str)
    asked = Signal(int, str)
    moved = Signal(int, int)
    help_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cards: list[LaneCard] = []
        self.solo = -1
        self._muted: list[bool] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._reorder = Reorder(self, lambda: self.cards)

    def set_study(self, study: Study) -> None:
        """Show a study's lanes, without a signal."""
        old = [card.lane for card in self.cards]
        if list(study.lanes) != old:
            self._arrange(match_lanes(old, study.lanes))
        on_data = isinstance(study.problem, DataSpec)
        examples = training_size(study.problem) if isinstance(study.problem, DataSpec) else None
        for card, lane, name in zip(self.cards, study.lanes, lane_names(study), strict=True):
            is_new = card.lane is None
            card.set_lane(lane, name, on_data, examples, study.epochs if on_data else study.steps)
            if is_new:
                card.set_open(len(self.cards) <= _OPEN_UP_TO)
        self._muted = [lane.muted for lane in study.lanes]

    def forget(self, names: frozenset[str]) -> None:
        """Have the cards of some optimizers replaced when a study is shown next."""
        for card in self.cards:
            if card.lane is not None and card.lane.optimizer in names:
                card.lane = None

    def _arrange(self, places: Sequence[int]) -> None:
        """Keep, move, make and drop cards.

        Parameters
        ----------
        places : sequence of int
            For each lane, the present place of its card, or -1 for a new one.
        """
        solo = self.cards[self.solo] if self.solo >= 0 else None
        cards = [self.cards[place] if place >= 0 else self._new_card() for place in places]
        for card in self.cards:
            if card not in cards:
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
        for row, card in enumerate(cards):
            if self._column.indexOf(card) != row:
                self._column.insertWidget(row, card)
                card.show()  # the layout would show it later, and it could not take the focus now
        self.cards = cards
        self.solo = cards.index(solo) if solo in cards else -1

    def _new_card(self) -> LaneCard:
        card = LaneCard(self._theme, self)
        card.changed.connect(
            lambda fields, text, key: self.changed.emit(self.cards.index(card), fields, text, key)
        )
        card.asked.connect(lambda action: self.asked.emit(self.cards.index(card), action))
        card.pressed_at.connect(lambda point: self._on_card_pressed_at(card, point))
        card.help_requested.connect(self.help_requested)
        return card

    def _on_card_pressed_at(self, card: LaneCard, point: QPoint | None) -> None:
        clicked, to = self._reorder.follow(card, point)
        if clicked:
            self.asked.emit(self.cards.index(card), "select")
        elif to >= 0:
            self.moved.emit(self.cards.index(card), to)

    def set_looks(self, looks: Sequence[LaneLook]) -> None:
        """Show how the lanes are drawn: colours, which is highlighted, which is alone."""
        if len(looks) != len(self.cards):
            return
        seen = [look.visible for look in looks]
        alone = seen.index(True) if sum(seen) == 1 else -1
        # One visible lane may be the only one that is not hidden: then the button decides.
        if seen == [not muted for muted in self._muted]:
            alone = alone if alone == self.solo else -1
        self.set_solo(alone)
        for card, look in zip(self.cards, looks, strict=True):
            card.header.set_look(look)
            set_look(card, "selected", look.highlighted)

    def set_solo(self, index: int) -> None:
        """Show which lane is alone; -1 for none."""
        self.solo = index
        for place, card in enumerate(self.cards):
            card.header.set_solo(place == index)

    def focus_card(self, index: int) -> None:
        """Give the focus to a card, or to the nearest there is."""
        if self.cards:
            card = self.cards[min(max(index, 0), len(self.cards) - 1)]
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            reveal(card)

    def field(self, index: int, place: str) -> Any:
        """Return the control of a place below one lane, or None."""
        return self.cards[index].field(place) if 0 <= index < len(self.cards) else None

    def apply_theme(self, theme: Theme) -> None:
        """Remember the theme for cards to come."""
        self._theme = theme
