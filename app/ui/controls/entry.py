"""A line to type an exact value into: checked when it is done, and never losing what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ...engine.error import InputError
from .number import number_text
from .style import set_look

__all__ = ["Entry"]


class Entry(QLineEdit):
    """One value as text.

    Parameters
    ----------
    check : callable
        Gets the text and returns the value, or raises `InputError`.
    show : callable, optional
        Gets the value and returns its text.
    step : callable, optional
        Gets the value, a direction (1 or -1) and whether it is a fine step; returns the next value.
        Without it the Up and Down keys do nothing.
    parent : QWidget, optional
    """

    accepted = Signal(object)
    """A new value was typed."""
    stepped = Signal(object)
    """A new value was reached by a key or the wheel."""
    refused = Signal(str)
    """What was typed is not valid: the reason; empty when that is over."""

    def __init__(
        self,
        check: Callable[[str], Any],
        show: Callable[[Any], str] = number_text,
        step: Callable[[Any, int, bool], Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self._show = show
        self._step = step
        self._value: Any = None
        self._reason = ""
        self.editingFinished.connect(self._on_editing_finished)
        self.textEdited.connect(self._on_text_edited)

    @property
    def value(self) -> Any:
        """Return the last valid value."""
        return self._value

    @property
    def reason(self) -> str:
        """Return why what stands here is not valid; empty if it is."""
        return self._reason

    def set_value(self, value: Any) -> None:
        """Show another value; the cursor stays, and what is being typed stays if the value is the same."""
        if type(value) is type(self._value) and value == self._value:
            return
        self._value = value
        self._write(self._show(value))
        self.show_error("")

    def show_error(self, reason: str) -> None:
        """Mark the text as not valid, or as valid again with an empty reason."""
        if reason != self._reason:
            self._reason = reason
            set_look(self, "invalid", bool(reason))
            self.refused.emit(reason)

    def _write(self, text: str) -> None:
        if text == self.text():
            return
        cursor = self.cursorPosition()
        everything = self.hasSelectedText() and len(self.selectedText()) == len(self.text())
        self.setText(text)
        self.setCursorPosition(min(cursor, len(text)) if self.hasFocus() else 0)
        if everything and self.hasFocus():
            self.selectAll()

    def _on_text_edited(self, text: str) -> None:
        if self._reason and self._try(text)[1] == "":
            self.show_error("")

    def _try(self, text: str) -> tuple[Any, str]:
        try:
            return self._check(text.strip()), ""
        except InputError as error:
            return None, error.message

    def _on_editing_finished(self) -> None:
        if self._value is not None and self.text() == self._show(self._value):
            self.show_error("")
            return
        value, reason = self._try(self.text())
        if reason:
            self.show_error(reason)
            return
        changed = value != self._value or type(value) is not type(self._value)
        self._value = value
        self._write(self._show(value))
        self.show_error("")
        if changed:
            self.accepted.emit(value)

    @property
    def _is_number(self) -> bool:
        return isinstance(self._value, (int, float))

    def restore(self) -> None:
        """Show the last valid value again."""
        self._write(self._show(self._value))
        self.show_error("")

    def _nudge(self, direction: int, fine: bool) -> None:
        if self._step is None or self.isReadOnly():
            return
        typed, reason = self._try(self.text())
        value = self._step(self._value if reason else typed, direction, fine)
        if value != self._value:
            self._value = value
            self._write(self._show(value))
            self.show_error("")
            self.stepped.emit(value)

    # ------------------------------------------------------------------------------------------------- events

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+E and Ctrl+K to the window: on Linux Qt takes them for Emacs' end and kill of a line."""
        if event.type() == QEvent.Type.ShortcutOverride:
            assert isinstance(event, QKeyEvent)
            held = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if held and event.key() in (Qt.Key.Key_E, Qt.Key.Key_K):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step, finer with Shift; Esc brings the last valid value back."""
        key = event.key()
        if self._step is not None and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._nudge(1 if key == Qt.Key.Key_Up else -1, fine)
            event.accept()
        elif key == Qt.Key.Key_Escape and self.text() != self._show(self._value):
            self.restore()
            self.selectAll()
            event.accept()
        elif key == Qt.Key.Key_Space and self._is_number and self.text() == self._show(self._value):
            event.ignore()  # nothing is being typed that it may stand in, and for the window it is Run
        else:
            super().keyPressEvent(event)
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, but only when the line has the focus, so that scrolling past changes nothing."""
        if self._step is None or not self.hasFocus() or not event.angleDelta().y():
            event.ignore()
            return
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._nudge(1 if event.angleDelta().y() > 0 else -1, fine)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, as people mean to replace the value."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()
