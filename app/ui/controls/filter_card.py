"""One filter of a lane: its title, its place in the order, its parameters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...engine.filter import filters
from ...study.spec import FilterSpec
from ..theme import Theme
from .icon_button import IconButton
from .label import ElidedLabel, ErrorLabel
from .parameter_form import ParameterForm

__all__ = ["FilterCard"]


class FilterCard(QWidget):
    """A line with the filter's title and buttons, and its parameters below.

    Parameters
    ----------
    name : str
        The filter's.
    theme : Theme
    """

    value_changed = Signal(str, object, bool)
    """Name, value, and whether it is one of a series."""
    asked = Signal(str)
    """``up``, ``down``, ``remove`` or ``help``."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        kind = filters[name]
        self.title = ElidedLabel(kind.title)
        self.title.set_tip(kind.description)
        self.up = IconButton("chevron-up", "Earlier", theme)
        self.down = IconButton("chevron-down", "Later", theme)
        self.help = IconButton("help", f"How {kind.title} works", theme)
        self.remove = IconButton("close", "Remove", theme)
        self.error = ErrorLabel()
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.title, 1)
        for button, action in (
            (self.up, "up"),
            (self.down, "down"),
            (self.help, "help"),
            (self.remove, "remove"),
        ):
            button.clicked.connect(lambda _=False, action=action: self.asked.emit(action))
            line.addWidget(button)
        self.form = ParameterForm("", theme)
        self.form.changed.connect(self.value_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.error)
        column.addWidget(self.form)

    def set_filter(self, spec: FilterSpec, owner: str, index: int, count: int) -> None:
        """Show a filter at its place among ``count``, without a signal."""
        kind = filters[spec.name]
        self.form.set_owner(f"{kind.title} of {owner}")
        self.form.set_values(kind.parameters, spec.parameters)
        self.up.setEnabled(index > 0)
        self.down.setEnabled(index < count - 1)
        for button, action in ((self.up, "Earlier"), (self.down, "Later"), (self.remove, "Remove")):
            button.set_tip(action, f"{action}: {kind.title} of {owner}")

    def field(self, place: str) -> Any:
        """Return the control of ``parameters.max_norm``, or the card itself."""
        head, _, name = place.partition(".")
        return self.form.controls.get(name, self) if head == "parameters" else self

    def show_error(self, text: str) -> None:
        """Say why the filter is refused; an empty text takes it back."""
        self.error.show_reason(text)
