"""The lanes of the race, and what is done with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine.optimizer import optimizers
from ...study.check import LANE_LIMIT
from ...study.spec import Study
from ...study.suggestion import with_suggested_lr
from ..frame import LaneLook
from ..icon import icon
from ..theme import Theme
from .add_menu import add_choices
from .edit import (
    add_lanes,
    change_lane,
    copy_lane,
    move_lane,
    new_lanes,
    remove_lane,
    reset_lane,
    suggest_lr,
)
from .empty_card import EmptyCard
from .lane_card import LaneCard
from .lane_list import LaneList
from .picker import Picker
from .row import section_head
from .style import GAP

__all__ = ["LaneSection"]


class LaneSection(QWidget):
    """Heading, button to add, cards."""

    edited = Signal(object, str, str)
    """The new study, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)
    lane_selected = Signal(int)
    solo_requested = Signal(int)
    sweep_requested = Signal(int, str)
    """A lane and a hyperparameter of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._study = Study(lanes=())
        self._picker: Picker | None = None
        self.count = QLabel()
        self.count.setProperty("muted", True)
        self.count.setProperty("small", True)
        self.add = QPushButton("Add optimizer")
        self.add.setIconSize(QSize(14, 14))
        self.add.clicked.connect(lambda: self.open_add_menu())
        self.empty = EmptyCard()
        self.empty.button.clicked.connect(lambda: self.open_add_menu(self.empty.button))
        self.list = LaneList(theme)
        self.list.changed.connect(self._on_list_changed)
        self.list.asked.connect(self._on_list_asked)
        self.list.moved.connect(self._move)
        self.list.help_requested.connect(self.help_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(section_head("Lanes", self.count, self.add))
        column.addWidget(self.empty)
        column.addWidget(self.list)
        self.apply_theme(theme)

    @property
    def cards(self) -> list[LaneCard]:
        """Return the cards from top to bottom."""
        return self.list.cards

    def set_study(self, study: Study) -> None:
        """Show a study's lanes, without a signal."""
        self._study = study
        self.list.set_study(study)
        many = len(study.lanes)
        self.count.setText(f"{many} lane{'' if many == 1 else 's'}")
        self.empty.setVisible(not many)
        self.list.setVisible(bool(many))
        full = many >= LANE_LIMIT
        self.add.setEnabled(not full)
        self.add.setToolTip(f"A race has at most {LANE_LIMIT} lanes." if full else "Add a lane to the race")

    def set_looks(self, looks: Sequence[LaneLook]) -> None:
        """Show how the lanes are drawn."""
        self.list.set_looks(looks)

    def show_status(self, index: int, text: str, kind: str) -> None:
        """Show what became of one lane."""
        if 0 <= index < len(self.cards):
            self.cards[index].header.set_status(text, kind)

    def field(self, index: int, place: str) -> Any:
        """Return the control of a place below one lane, or None."""
        return self.list.field(index, place)

    def open_add_menu(self, anchor: QWidget | None = None) -> Picker:
        """Open the list of what can be added."""
        if self._picker is None:
            self._picker = Picker("Add optimizer", self._theme, self)
            self._picker.chosen.connect(self.add_optimizer)
        shown = self.empty.button if self.empty.isVisible() else self.add
        self._picker.open_at(anchor or shown, add_choices())
        return self._picker

    def add_optimizer(self, name: str) -> None:
        """Add a lane, or the lanes that a name of the list stands for."""
        room = LANE_LIMIT - len(self._study.lanes)
        lanes = tuple(with_suggested_lr(self._study, lane) for lane in new_lanes(name)[:room])
        one = lanes[0].name or optimizers[lanes[0].optimizer].title
        self.edited.emit(
            add_lanes(self._study, lanes), f"Add {one if len(lanes) == 1 else f'{len(lanes)} methods'}", ""
        )
        self.list.focus_card(len(self.cards) - 1)

    def _on_list_changed(self, index: int, fields: dict[str, Any], text: str, key: str) -> None:
        key = f"lanes[{index}].{key}" if key else ""
        study = change_lane(self._study, index, **fields)
        if "optimizer" in fields and not fields["hyperparameters"]:
            study = suggest_lr(study, index)
        self.edited.emit(study, text, key)

    def _on_list_asked(self, index: int, action: str) -> None:
        if action == "select":
            self.lane_selected.emit(index)
        elif action == "solo":
            self.toggle_solo(index)
        elif action.startswith("sweep"):
            tuned = optimizers[self._study.lanes[index].optimizer].tuned
            name = action.partition(":")[2] or next(iter(tuned), "")
            self.sweep_requested.emit(index, name)
        elif action in ("previous", "next"):
            self.list.focus_card(index + (1 if action == "next" else -1))
        elif action in ("up", "down"):
            self._move(index, index + (1 if action == "down" else -1))
        else:
            self._act(index, action)

    def _act(self, index: int, action: str) -> None:
        name = self.cards[index].name
        if action == "duplicate" and len(self.cards) < LANE_LIMIT:
            self.edited.emit(copy_lane(self._study, index), f"Duplicate {name}", "")
            self.list.focus_card(index + 1)
        elif action == "reset":
            study = reset_lane(self._study, index)
            if study != self._study:
                self.edited.emit(study, f"Reset {name} to its defaults", "")
        elif action == "suggest":
            study = suggest_lr(self._study, index)
            if study != self._study:
                self.edited.emit(study, f"Suggest lr of {name}", "")
        elif action == "remove":
            self.edited.emit(remove_lane(self._study, index), f"Remove {name}", "")
            self.list.focus_card(index)
            if not self.cards:
                self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, index: int, to: int) -> None:
        if index != to and 0 <= to < len(self.cards):
            text = f"Move {self.cards[index].name} {'up' if to < index else 'down'}"
            self.edited.emit(move_lane(self._study, index, to), text, "")
            self.list.focus_card(to)

    def suggest_rates(self) -> None:
        """Give every lane a learning rate that suits the surface, on data its default."""
        study = self._study
        for index in range(len(study.lanes)):
            study = suggest_lr(study, index)
        if study != self._study:
            self.edited.emit(study, "Suggest learning rates", "")

    def toggle_solo(self, index: int) -> None:
        """Show one lane alone, or all again."""
        self.list.set_solo(-1 if self.list.solo == index else index)
        self.solo_requested.emit(self.list.solo)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.add.setIcon(icon("plus", theme, theme.accent))
