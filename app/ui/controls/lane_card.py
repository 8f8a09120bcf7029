"""One lane of the race as a card."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from ...engine.optimizer import optimizers
from ...study.spec import LaneSpec
from ..theme import Theme
from .edit import lane_values, with_batch, with_value
from .lane_body import LaneBody
from .lane_header import LaneHeader
from .lane_menu import action_of, lane_menu
from .number import number_text
from .reveal import reveal

__all__ = ["LaneCard"]

_KEYS = (
    "Right opens the settings, Left closes them. Enter lets the lane stand out, F2 renames it, M hides it, "
    "S shows it alone, Delete removes it."
)


class LaneCard(QFrame):
    """A lane's header, and below it the settings while the card is open.

    Left and Right close and open it, Up and Down go to the next card, Enter selects the lane, F2 renames it,
    M hides it and S shows it alone.
    """

    changed = Signal(object, str, str)
    """Changed fields of the lane, a text for the undo menu, and a merge key below the lane."""
    asked = Signal(str)
    """An action of the menu, or ``select``, ``solo``, ``previous``, ``next``, ``sweep:lr``."""
    help_requested = Signal(str)
    pressed_at = Signal(object)
    """A press on the card, a move while it is held, and None for the release: for dragging it elsewhere."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lane: LaneSpec | None = None
        self.name = ""
        self._on_data = False
        self._examples: int | None = None
        self._budget = 1
        self._kept: dict[str, dict[str, Any]] = {}
        self._held = False
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.header = LaneHeader(theme)
        self.body: LaneBody | None = None
        self.header.toggled.connect(lambda: self._turn(not self.is_open))
        self.header.mute_toggled.connect(self._on_mute_toggled)
        self.header.solo_toggled.connect(lambda: self.asked.emit("solo"))
        self.header.menu_requested.connect(lambda: self.open_menu())
        self.header.swatch.chosen.connect(
            lambda colour: self._change(f"Change the colour of {self.name}", colour=colour)
        )
        self.header.name.renamed.connect(self._on_renamed)
        self.header.name.finished.connect(self.setFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 4, 4, 4)
        self._column.setSpacing(6)
        self._column.addWidget(self.header)

    # ------------------------------------------------------------------------------------------------ showing

    def set_lane(
        self, lane: LaneSpec, name: str, on_data: bool, examples: int | None, budget: int = 1
    ) -> None:
        """Show a lane under a name, without a signal."""
        shown = (self.lane, self.name, self._on_data, self._examples, self._budget)
        if (lane, name, on_data, examples, budget) == shown:
            return
        self.lane, self.name, self._on_data, self._examples = lane, name, on_data, examples
        self._budget = budget
        self.setAccessibleName(f"Lane {name}")
        self.setAccessibleDescription(_KEYS)
        title = optimizers[lane.optimizer].title
        values = lane_values(lane)
        rate = f"lr {number_text(values['lr'])}" if "lr" in values else ""
        self.header.set_lane(name, lane.name, "" if name.startswith(title) else title, rate, lane.muted)
        if self.body is not None:
            self.body.set_lane(lane, name, on_data, examples, budget)

    @property
    def is_open(self) -> bool:
        """Return whether the settings are shown."""
        return self.body is not None and not self.body.isHidden()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the settings."""
        if is_open and self.body is None and self.lane is not None:
            self.body = LaneBody(self._theme)
            self.body.optimizer_chosen.connect(self._on_optimizer_chosen)
            self.body.batch_chosen.connect(self._on_batch_chosen)
            self.body.value_changed.connect(self._on_value_changed)
            self.body.around_changed.connect(self.changed)
            self.body.help_requested.connect(self.help_requested)
            self.body.sweep_requested.connect(lambda name: self.asked.emit(f"sweep:{name}"))
            self.body.set_lane(self.lane, self.name, self._on_data, self._examples, self._budget)
            self._column.addWidget(self.body)
        if self.body is not None:
            self.body.setVisible(is_open)
        self._column.setContentsMargins(4, 4, 4, 8 if is_open else 4)
        self.header.set_open(is_open)

    def _turn(self, is_open: bool) -> None:
        """Do as the person wants, who looks at the card and is to see what has opened."""
        self.set_open(is_open)
        if is_open:
            reveal(self)

    def field(self, place: str) -> Any:
        """Open the card and return the control of a place below the lane, or None."""
        self.set_open(True)
        return None if self.body is None else self.body.field(place)

    # ------------------------------------------------------------------------------------------------ changes

    def _change(self, text: str, key: str = "", **fields: Any) -> None:
        self.changed.emit(fields, text, key)

    def _on_renamed(self, name: str) -> None:
        self._change(f"Rename {self.name}", name=name)

    def _on_mute_toggled(self) -> None:
        if self.lane is not None:
            muted = not self.lane.muted
            self._change(f"{'Hide' if muted else 'Show'} {self.name}", muted=muted)

    def _on_optimizer_chosen(self, name: str) -> None:
        """Take the other optimizer's defaults, or what it had in this lane before."""
        if self.lane is None:
            return
        self._kept[self.lane.optimizer] = self.lane.hyperparameters
        kind = optimizers[name]
        values = self._kept.get(name, {})
        text = f"Change {self.name} to {kind.title}"
        self._change(text, optimizer=name, hyperparameters=values, batch_size=None, changes=())

    def _on_batch_chosen(self, batch: Any, series: bool) -> None:
        if self.lane is not None:
            size = with_batch(self.lane, batch).batch_size
            self._change(
                f"Change the batch size of {self.name}", "batch_size" if series else "", batch_size=size
            )

    def _on_value_changed(self, name: str, value: Any, series: bool) -> None:
        if self.lane is None:
            return
        default = next(p.default for p in optimizers[self.lane.optimizer].parameters if p.name == name)
        values = with_value(self.lane.hyperparameters, name, value, default)
        title = self.lane.name or optimizers[self.lane.optimizer].title
        self._change(
            f"Change {name} of {title}", f"hyperparameters.{name}" if series else "", hyperparameters=values
        )

    # ------------------------------------------------------------------------------------------------ actions

    def ask(self, action: str) -> None:
        """Do an action, or pass it on."""
        if action == "rename":
            self.header.name.start()
        else:
            self.asked.emit(action)

    def open_menu(self) -> QMenu:
        """Open the menu of what can be done with the lane."""
        menu = lane_menu(self, self._theme, self._on_data)
        menu.setAccessibleName(f"Actions of {self.name}")
        menu.triggered.connect(lambda action: self.ask(action.objectName()))
        menu.popup(self.header.more.mapToGlobal(self.header.more.rect().bottomLeft()))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu for the right button and the menu key."""
        self.open_menu()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of the card stand for; Delete only when the card itself has the focus."""
        action = action_of(event, self.hasFocus())
        if action == "toggle":
            self._turn(event.key() == Qt.Key.Key_Right)
        elif action == "mute":
            self._on_mute_toggled()
        elif action:
            self.ask(action)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        self._held = event.button() == Qt.MouseButton.LeftButton
        if self._held:
            self.pressed_at.emit(event.globalPosition().toPoint())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self.pressed_at.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._held = False
            self.pressed_at.emit(None)

    def apply_theme(self, theme: Theme) -> None:
        """Remember the theme for controls to come."""
        self._theme = theme
