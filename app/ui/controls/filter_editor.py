"""What is around the step of a lane: filters in their order, and a button to add one."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ...engine.filter import filters
from ...study.spec import LaneSpec
from ..icon import icon
from ..theme import Theme
from .around_edit import Filters, add_filter, addable, move_filter, remove_filter, with_filter_value
from .chooser import registry_choices
from .filter_card import FilterCard
from .label import Caption
from .picker import Picker

__all__ = ["FilterEditor"]

_PLACE = re.compile(r"\[(\d+)\]\.?(.*)")


class FilterEditor(QWidget):
    """A card for each filter, in the order in which they work."""

    changed = Signal(object, str, str)
    """The filters, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._specs: Filters = ()
        self._owner = ""
        self._picker: Picker | None = None
        self.cards: list[FilterCard] = []
        self.hint = Caption("Clipping, noise, decay or averaging around the method's own step.")
        self.add = QPushButton("Add")
        self.add.setIconSize(QSize(14, 14))
        self.add.clicked.connect(lambda: self.open_add_list())
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.hint)
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.apply_theme(theme)

    def set_lane(self, lane: LaneSpec, owner: str) -> None:
        """Show the filters of a lane, without a signal; a card stays with its filter."""
        self._specs, self._owner = lane.filters, owner
        old = {card.name: card for card in self.cards}
        names = [filters[spec.name].name for spec in lane.filters]
        for name, card in old.items():
            if name not in names:
                self._list.removeWidget(card)
                card.hide()
                card.deleteLater()
        self.cards = [old[name] if name in old else self._new_card(name) for name in names]
        for row, (card, spec) in enumerate(zip(self.cards, lane.filters, strict=True)):
            if self._list.indexOf(card) != row:
                self._list.insertWidget(row, card)
                card.show()  # the layout would show it later, and it could not take the focus now
            card.set_filter(spec, owner, row, len(self.cards))
        self.hint.setVisible(not self.cards)
        self.add.setEnabled(bool(addable(self._specs)))
        self.add.setAccessibleName(f"Add around the step of {owner}")

    def _new_card(self, name: str) -> FilterCard:
        card = FilterCard(name, self._theme, self)
        card.value_changed.connect(
            lambda name, value, series: self._on_value_changed(self.cards.index(card), name, value, series)
        )
        card.asked.connect(lambda action: self._on_asked(self.cards.index(card), action))
        return card

    def open_add_list(self) -> Picker:
        """Open the list of what can be added."""
        if self._picker is None:
            self._picker = Picker("Add around the step", self._theme, self)
            self._picker.chosen.connect(self._on_add_chosen)
        self._picker.open_at(self.add, registry_choices(addable(self._specs)))
        return self._picker

    def _on_add_chosen(self, name: str) -> None:
        title = filters[name].title
        self.changed.emit(add_filter(self._specs, name), f"Add {title} to {self._owner}", "")
        if self.cards:
            self.cards[-1].remove.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_value_changed(self, index: int, name: str, value: Any, series: bool) -> None:
        title = filters[self._specs[index].name].title
        key = f"filters[{index}].parameters.{name}" if series else ""
        specs = with_filter_value(self._specs, index, name, value)
        self.changed.emit(specs, f"Change {name} of {title} of {self._owner}", key)

    def _on_asked(self, index: int, action: str) -> None:
        kind = filters[self._specs[index].name]
        if action == "help":
            self.help_requested.emit(f"filter:{kind.name}")
        elif action == "remove":
            specs = remove_filter(self._specs, index)
            self.changed.emit(specs, f"Remove {kind.title} from {self._owner}", "")
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            to = index + (1 if action == "down" else -1)
            specs = move_filter(self._specs, index, to)
            card = self.cards[index]
            self.changed.emit(specs, f"Move {kind.title} of {self._owner} {action}", "")
            for button in (card.down, card.up) if action == "down" else (card.up, card.down):
                if button.isEnabled():  # at the end of the list, the focus would go elsewhere
                    button.setFocus(Qt.FocusReason.OtherFocusReason)
                    break

    def field(self, place: str) -> Any:
        """Return the control of ``[1].parameters.max_norm``, or None."""
        found = _PLACE.fullmatch(place)
        if found is None or int(found[1]) >= len(self.cards):
            return None
        return self.cards[int(found[1])].field(found[2])

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.add.setIcon(icon("plus", theme, theme.muted))
