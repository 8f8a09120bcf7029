"""The control of one parameter, made from its declaration alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from ...engine.parameter import Parameter
from ..icon import icon
from ..theme import Theme
from .check import Check
from .combo import Combo
from .entry import Entry
from .label import ErrorLabel, NameLabel
from .number import from_slider, nudged, number_text, to_slider
from .parameter_text import label_html, read, shown_name, tooltip
from .reset_dot import ResetDot
from .slider import Slider
from .style import DOT, ENTRY, FIELD, GAP, LABEL, set_look

__all__ = ["ParameterControl"]


class ParameterControl(QWidget):
    """A label, a slider and an exact entry for a number; a check box or a list for the rest.

    Parameters
    ----------
    parameter : Parameter
    owner : str
        Whose parameter it is, for assistive technology: ``lr of Adam``.
    theme : Theme
    dot : bool
        Whether a dot shows that the value is not the default; it resets when clicked.
    label : str
        In place of the parameter's name.
    parent : QWidget, optional
    """

    changed = Signal(object, bool)
    """A valid value that the person chose, and whether it is one of a series (a drag, keys held down)."""
    sweep_requested = Signal()
    """The person wants to see many values of it; only offered if `can_sweep`."""

    def __init__(
        self,
        parameter: Parameter,
        owner: str,
        theme: Theme,
        dot: bool = True,
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.parameter = parameter
        self.theme = theme
        self._shown = label or shown_name(parameter)
        self.can_sweep = False
        self._symbol = True
        self._value: Any = None
        self.slider: Slider | None = None
        self.entry: Entry | None = None
        self.combo: Combo | None = None
        self.check: Check | None = None
        self.label = NameLabel()
        self.dot = ResetDot(theme)
        self.error = ErrorLabel()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(2)
        for column, width in enumerate((LABEL, DOT, FIELD - LABEL - DOT, 0, GAP)):
            self._grid.setColumnMinimumWidth(column, width)
        self._grid.setColumnStretch(3, 1)
        self._has_dot = dot
        self._grid.addWidget(self.dot, 0, 1)
        {
            "switch": self._make_switch,
            "choice": self._make_choice,
            "integers": self._make_text,
        }.get(parameter.kind, self._make_number)()
        self._grid.addWidget(self.error, 2, 0, 1, 6)
        self.label.double_clicked.connect(self.reset)
        self.dot.clicked.connect(self.reset)
        tip = tooltip(parameter)
        for widget in (self.label, self.slider, self.entry, self.combo, self.check):
            if widget is not None:
                widget.setToolTip(tip)
        self.set_owner(owner)
        self.apply_theme(theme)
        self.set_value(parameter.default)

    # ----------------------------------------------------------------------------------------------- building

    def _make_number(self) -> None:
        parameter = self.parameter
        self.entry = Entry(
            lambda text: read(parameter, text),
            number_text,
            lambda value, direction, fine: nudged(parameter, value, direction, fine),
        )
        self.entry.setFixedWidth(ENTRY)
        self.entry.setPlaceholderText(number_text(parameter.default))
        self.entry.accepted.connect(lambda value: self._choose(value, False))
        self.entry.stepped.connect(lambda value: self._choose(value, True))
        self.entry.refused.connect(self.error.show_reason)
        self._put_label(self.entry)
        self._grid.addWidget(self.entry, 0, 5)
        low, high = parameter.slider
        if parameter.kind == "real" or parameter.scale == "log" or high - low <= 20:
            self.slider = Slider()
            self.slider.dragged.connect(self._on_slider_dragged)
            self.slider.nudged.connect(self._on_slider_nudged)
            self._grid.addWidget(self.slider, *((1, 3, 1, 3) if self._stacked else (0, 3, 1, 1)))

    def _make_text(self) -> None:
        self.entry = Entry(lambda text: read(self.parameter, text))
        self.entry.accepted.connect(lambda value: self._choose(value, False))
        self.entry.refused.connect(self.error.show_reason)
        self.entry.setPlaceholderText("none")
        self._put_label(self.entry)
        self._grid.addWidget(self.entry, 0, 3, 1, 3)

    def _make_choice(self) -> None:
        self.combo = Combo()
        self.combo.addItems(list(self.parameter.choices))
        self.combo.activated.connect(lambda row: self._choose(self.parameter.choices[row], False))
        self._put_label(self.combo)
        self._grid.addWidget(self.combo, 1 if self._stacked else 0, 3, 1, 3)

    def _make_switch(self) -> None:
        self.check = Check(self._shown, self.theme)
        self.check.clicked.connect(lambda on: self._choose(bool(on), False))
        self._grid.addWidget(self.check, 0, 3, 1, 3)
        self.label.hide()

    def _put_label(self, buddy: QWidget) -> None:
        self.label.setBuddy(buddy)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self._paint_label()
        if self.label.sizeHint().width() > LABEL:  # first the symbol gives way, then the slider
            self._symbol = False
            self._paint_label()
        self._stacked = self.label.sizeHint().width() > LABEL
        if self._stacked:
            self._grid.addWidget(self.label, 0, 0, 1, 5)
            self._grid.addWidget(self.dot, 1, 1)
        else:
            self.label.setFixedWidth(LABEL)
            self._grid.addWidget(self.label, 0, 0)

    def _paint_label(self) -> None:
        symbol = self.parameter.symbol if self._symbol else ""
        self.label.setText(label_html(self._shown, symbol, self.theme.muted))

    # ------------------------------------------------------------------------------------------------- values

    @property
    def value(self) -> Any:
        """Return the last valid value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value without a signal; what is being typed stays if the value is the same."""
        if type(value) is type(self._value) and value == self._value:
            return
        self._value = value
        if self.entry is not None:
            self.entry.set_value(value)
        if self.slider is not None:
            self.slider.set_part(to_slider(self.parameter, value))
            # Its own value is a place between its ends; the words of the tooltip stand beside the entry.
            self.slider.setAccessibleDescription(number_text(value))
        if self.combo is not None:
            self.combo.setCurrentIndex(self.parameter.choices.index(value))
        if self.check is not None:
            self.check.setChecked(value)
        self.dot.set_on(self._has_dot and value != self.parameter.default)

    def _choose(self, value: Any, series: bool) -> None:
        self.show_error("")
        if type(value) is type(self._value) and value == self._value:
            return
        self.set_value(value)
        self.changed.emit(value, series)

    def reset(self) -> None:
        """Go back to the default."""
        self._choose(self.parameter.default, False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the default, and a sweep where there is one."""
        if not self.can_sweep:
            super().contextMenuEvent(event)
            return
        self.menu().popup(event.globalPos())
        event.accept()

    def menu(self) -> QMenu:
        """Return the menu of what can be done with the parameter."""
        menu = QMenu(self)
        menu.setAccessibleName(f"Actions of {self._shown}")
        menu.addAction(icon("tune", self.theme), f"Sweep {self._shown}…", self.sweep_requested.emit)
        reset = menu.addAction(f"Reset to {number_text(self.parameter.default)}", self.reset)
        reset.setEnabled(self._value != self.parameter.default)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def show_error(self, text: str) -> None:
        """Mark the value as refused, with the reason; an empty text takes it back."""
        if self.entry is not None:
            self.entry.show_error(text)
        else:
            self.error.show_reason(text)
        if self.combo is not None:
            set_look(self.combo, "invalid", bool(text))

    def _on_slider_dragged(self, part: float) -> None:
        self._choose(from_slider(self.parameter, part), True)

    def _on_slider_nudged(self, direction: int, fine: bool) -> None:
        self._choose(nudged(self.parameter, self._value, direction, fine), True)

    # -------------------------------------------------------------------------------------------------- looks

    def set_owner(self, owner: str) -> None:
        """Set whose parameter it is."""
        name = f"{self._shown} of {owner}"
        for widget in (self.entry, self.combo, self.check):
            if widget is not None:
                widget.setAccessibleName(name)
                widget.setAccessibleDescription(self.parameter.help)
        if self.slider is not None:
            self.slider.setAccessibleName(f"{name}, slider")
        default = number_text(self.parameter.default)
        self.dot.set_tip(f"Reset to {default}", f"Reset {name} to {default}")

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        if self.parameter.kind != "switch":
            self._paint_label()
