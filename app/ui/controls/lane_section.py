"""The lanes of the race, one card each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine.optimizer import optimizers
from ...study.build import lane_names
from ...study.check import LANE_LIMIT
from ...study.spec import DataSpec, Study
from ..frame import LaneLook
from ..icon import icon
from ..theme import Theme
from .add_menu import add_choices
from .edit import add_lanes, change_lane, copy_lane, move_lane, new_lanes, remove_lane, reset_lane
from .lane_card import LaneCard
from .match import match_lanes
from .picker import Picker
from .problem_edit import training_size
from .reorder import Reorder
from .row import section_head
from .style import GAP, set_look

__all__ = ["LaneSection"]

_OPEN_UP_TO = 4


class LaneSection(QWidget):
    """Heading, button to add, cards."""

    edited = Signal(object, str, str)
    """The new study, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)
    lane_selected = Signal(int)
    solo_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._study = Study(lanes=())
        self._solo = -1
        self._picker: Picker | None = None
        self.cards: list[LaneCard] = []
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.count.setProperty("small", True)
        self.add = QPushButton("Add optimizer")
        self.add.setProperty("primary", True)
        self.add.setIconSize(QSize(14, 14))
        self.add.clicked.connect(lambda: self.open_add_menu())
        self.empty = self._make_empty()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addLayout(section_head("Lanes", self.count, self.add))
        self._column.addWidget(self.empty)
        self._reorder = Reorder(self, lambda: self.cards)
        self.apply_theme(theme)

    def _make_empty(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("card", True)
        text = QLabel("No lanes yet — add an optimizer to race.")
        text.setProperty("muted", True)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton("Add optimizer")
        button.setAccessibleName("Add an optimizer to the empty race")
        button.clicked.connect(lambda: self.open_add_menu(button))
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 20, 16, 20)
        column.setSpacing(12)
        column.addWidget(text)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        return frame

    # ------------------------------------------------------------------------------------------------ showing

    def set_study(self, study: Study) -> None:
        """Show a study's lanes, without a signal."""
        old = [card.lane for card in self.cards]
        self._study = study
        if list(study.lanes) != old:
            self._arrange(match_lanes(old, study.lanes))
        on_data = isinstance(study.problem, DataSpec)
        examples = training_size(study.problem) if isinstance(study.problem, DataSpec) else None
        for card, lane, name in zip(self.cards, study.lanes, lane_names(study), strict=True):
            card.set_lane(lane, name, on_data, examples)
        many = len(study.lanes)
        self.count.setText(f"{many} lane{'' if many == 1 else 's'}")
        self.empty.setVisible(not many)
        full = many >= LANE_LIMIT
        self.add.setEnabled(not full)
        self.add.setToolTip(f"A race has at most {LANE_LIMIT} lanes." if full else "Add a lane to the race")

    def _arrange(self, places: Sequence[int]) -> None:
        """Keep, move, make and drop cards.

        Parameters
        ----------
        places : sequence of int
            For each lane, the present place of its card, or -1 for a new one.
        """
        solo = self.cards[self._solo] if 0 <= self._solo < len(self.cards) else None
        cards = [self.cards[place] if place >= 0 else self._new_card() for place in places]
        for card in self.cards:
            if card not in cards:
                self._column.removeWidget(card)
                card.hide()
                card.deleteLater()
        for row, card in enumerate(cards):
            if self._column.indexOf(card) != row + 2:
                self._column.insertWidget(row + 2, card)
        before: QWidget = self.add
        for card, place in zip(cards, places, strict=True):
            if place < 0:
                lane = self._study.lanes[cards.index(card)]
                card.set_lane(lane, lane.name, isinstance(self._study.problem, DataSpec), None)
                card.set_open(len(cards) <= _OPEN_UP_TO)
            QWidget.setTabOrder(before, card)
            before = card
        self.cards = cards
        self._solo = cards.index(solo) if solo in cards else -1

    def _new_card(self) -> LaneCard:
        card = LaneCard(self._theme, self)
        card.changed.connect(lambda fields, text, key: self._on_card_changed(card, fields, text, key))
        card.asked.connect(lambda action: self._on_card_asked(card, action))
        card.pressed_at.connect(lambda point: self._on_card_pressed_at(card, point))
        card.help_requested.connect(self.help_requested)
        return card

    def set_looks(self, looks: Sequence[LaneLook]) -> None:
        """Show how the lanes are drawn: colours, which is highlighted, which is solo."""
        if len(looks) != len(self.cards):
            return
        seen = [look.visible for look in looks]
        alone = seen.index(True) if sum(seen) == 1 else -1
        if seen != [not lane.muted for lane in self._study.lanes]:
            self._solo = alone
        elif self._solo != alone:
            self._solo = -1
        for index, (card, look) in enumerate(zip(self.cards, looks, strict=True)):
            card.header.set_look(look)
            card.header.set_solo(index == self._solo)
            set_look(card, "selected", look.highlighted)

    def show_status(self, index: int, text: str, kind: str) -> None:
        """Show what became of one lane."""
        if 0 <= index < len(self.cards):
            self.cards[index].header.set_status(text, kind)

    def field(self, index: int, place: str) -> Any:
        """Return the control of a place below one lane, or None."""
        return self.cards[index].field(place) if 0 <= index < len(self.cards) else None

    # ------------------------------------------------------------------------------------------------ editing

    def open_add_menu(self, anchor: QWidget | None = None) -> Picker:
        """Open the list of what can be added."""
        if self._picker is None:
            self._picker = Picker("Add optimizer", self._theme, self)
            self._picker.chosen.connect(self._on_add_chosen)
        self._picker.open_at(anchor or self.add, add_choices())
        return self._picker

    def _on_add_chosen(self, name: str) -> None:
        lanes = new_lanes(name)
        many = "all eight methods" if len(lanes) > 1 else ""
        title = many or lanes[0].name or optimizers[lanes[0].optimizer].title
        self._edit(add_lanes(self._study, lanes), f"Add {title}")
        self.cards[-1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, study: Study, text: str, key: str = "") -> None:
        self.edited.emit(study, text, key)

    def _on_card_changed(self, card: LaneCard, fields: dict[str, Any], text: str, key: str) -> None:
        index = self.cards.index(card)
        self._edit(change_lane(self._study, index, **fields), text, f"lanes[{index}].{key}" if key else "")

    def _on_card_asked(self, card: LaneCard, action: str) -> None:
        index, last = self.cards.index(card), len(self.cards) - 1
        if action == "select":
            self.lane_selected.emit(index)
        elif action == "solo":
            self.toggle_solo(index)
        elif action in ("previous", "next"):
            to = index + (1 if action == "next" else -1)
            self.cards[min(max(to, 0), last)].setFocus(Qt.FocusReason.TabFocusReason)
        elif action in ("up", "down"):
            self._move(index, index + (1 if action == "down" else -1))
        else:
            self._on_lane_action(index, action)

    def _on_lane_action(self, index: int, action: str) -> None:
        lane, name = self._study.lanes[index], self.cards[index].name
        act: Callable[[Study, int], Study]
        act, text, focus = {
            "duplicate": (copy_lane, f"Duplicate {name}", index + 1),
            "remove": (remove_lane, f"Remove {name}", index),
            "reset": (reset_lane, f"Reset {name} to its defaults", index),
        }[action]
        if action == "duplicate" and len(self.cards) >= LANE_LIMIT:
            return
        study = act(self._study, index)
        if action == "reset" and study.lanes[index] == lane:
            return
        self._edit(study, text)
        if self.cards:
            self.cards[min(focus, len(self.cards) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, index: int, to: int) -> None:
        if index != to and 0 <= to < len(self.cards):
            name = self.cards[index].name
            where = "up" if to < index else "down"
            self._edit(move_lane(self._study, index, to), f"Move {name} {where}")
            self.cards[to].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_card_pressed_at(self, card: LaneCard, point: QPoint | None) -> None:
        clicked, to = self._reorder.follow(card, point)
        if clicked:
            self.lane_selected.emit(self.cards.index(card))
        elif to >= 0:
            self._move(self.cards.index(card), to)

    def toggle_solo(self, index: int) -> None:
        """Show one lane alone, or all again."""
        self._solo = -1 if self._solo == index else index
        for place, card in enumerate(self.cards):
            card.header.set_solo(place == self._solo)
        self.solo_requested.emit(self._solo)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.add.setIcon(icon("plus", theme, theme.accent_text))
