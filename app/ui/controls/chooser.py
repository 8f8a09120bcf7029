"""A field that shows what is chosen and opens the list of what there is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ...engine.registry import Registry
from ..theme import Theme
from .combo import draw_chevron
from .label import ErrorLabel
from .picker import Choice, Picker, summary
from .style import set_look

__all__ = ["Chooser", "registry_choices"]

_PADDING = 31  # as in the style sheet, with the arrow


def registry_choices(items: Iterable[Any]) -> tuple[Choice, ...]:
    """Return registered items in their order; those of one hundred of ranks are a group."""
    return tuple(_choice(item) for item in items)


def _choice(item: Any) -> Choice:
    return Choice(item.name, item.title, summary(item.description), item.rank // 100)


class Chooser(QPushButton):
    """Click, Enter, Space or Down open the list; typing opens it and searches.

    Parameters
    ----------
    name : str
        For assistive technology.
    theme : Theme
    parent : QWidget, optional
    """

    chosen = Signal(str)
    """Another item was chosen: its name."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("chooser", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme = theme
        self._choices: tuple[Choice, ...] = ()
        self._registry: Registry[Any] | None = None
        self._more: tuple[Choice, ...] = ()
        self._current = ""
        self._picker: Picker | None = None
        self.error = ErrorLabel()
        self.clicked.connect(lambda: self.open_list())
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Set the name for assistive technology."""
        self._name = name
        self.setAccessibleName(name)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Set what there is to choose from."""
        self._choices = tuple(choices)

    def set_registry(self, registry: Registry[Any], more: tuple[Choice, ...] = ()) -> None:
        """Offer a whole registry, which is not loaded before the list is opened, and more below it."""
        self._registry, self._more = registry, more

    @property
    def current(self) -> str:
        """Return the name of the chosen item."""
        return self._current

    def set_current(self, name: str) -> None:
        """Show an item as chosen, without a signal."""
        if name == self._current:
            return
        self._current = name
        choice = self._find(name)
        self.setText((choice.title if choice else name).replace("&", "&&"))
        self.setToolTip(f"{choice.title}: {choice.line}" if choice else "")
        self.setAccessibleDescription(f"{choice.title if choice else name}. {choice.line if choice else ''}")
        self.show_error("")

    def open_list(self, typed: str = "") -> Picker:
        """Open the list."""
        if self._picker is None:
            self._picker = Picker(self._name, self._theme, self)
            self._picker.chosen.connect(self._on_picker_chosen)
        if self._registry is not None:
            self._choices = (*registry_choices(self._registry), *self._more)
        self._picker.open_at(self, self._choices, self._current, typed)
        return self._picker

    def _find(self, name: str) -> Choice | None:
        for choice in self._more:
            if choice.name == name:
                return choice
        if self._registry is not None:
            return _choice(self._registry[name]) if name in self._registry else None
        return next((choice for choice in self._choices if choice.name == name), None)

    def _on_picker_chosen(self, name: str) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        if name != self._current:
            self.set_current(name)
            self.chosen.emit(name)

    def show_error(self, text: str) -> None:
        """Mark the choice as refused, with the reason; an empty text takes it back."""
        set_look(self, "invalid", bool(text))
        self.error.show_reason(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Down or Enter; step with Up and Down held with Alt is left to the card."""
        key, text = event.key(), event.text()
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if plain and key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_list()
        elif plain and text.isalpha():
            self.open_list(text)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - _PADDING
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()
        draw_chevron(self)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()
