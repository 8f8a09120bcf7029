"""The field for a function: checked with every key, the character that is wrong underlined."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontDatabase, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from ...engine.error import InputError
from ...engine.expression.fault import ExpressionError
from ...engine.expression.function import parameters_of
from ..theme import Theme
from .function_edit import TIP
from .style import set_look

__all__ = ["FunctionField"]

_PAUSE_MS = 300
_LINES = 3


class FunctionField(QPlainTextEdit):
    """A few lines of text.

    What is valid is taken after a pause, with Enter or when the field is left; until then, and while there is
    an error, the function before stays. Esc brings it back.
    """

    accepted = Signal(str)
    """Another valid text."""
    refused = Signal(str)
    """Why the text is not valid; empty when it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._taken = ""
        self._reason = ""
        self.setTabChangesFocus(True)
        self.setAccessibleName("Function of x and y")
        self.setToolTip(TIP)
        self.setPlaceholderText("x^2 + a*y^2")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(max(self.font().pointSizeF(), 9.0))
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.take)
        self.textChanged.connect(self._on_text_changed)

    @property
    def reason(self) -> str:
        """Return why what stands here is not valid; empty if it is."""
        return self._reason

    def set_text(self, text: str) -> None:
        """Show another function, without a signal; what is being typed stays if the function is the same."""
        if text == self._taken:
            return
        self._taken = text
        if text != self.toPlainText():
            self._write(text)
        self.show_error("")

    def take(self) -> None:
        """Take what stands here, if it is valid."""
        self._pause.stop()
        text = self.toPlainText()
        if text != self._taken and not self._check(text):
            self._taken = text
            self.accepted.emit(text)

    def show_error(self, reason: str, position: int | None = None) -> None:
        """Mark the text as not valid, and the character it is about; an empty reason takes it back."""
        self.setExtraSelections([] if position is None else [self._mark(position)])
        if reason != self._reason:
            self._reason = reason
            set_look(self, "invalid", bool(reason))
            self.refused.emit(reason)

    def _check(self, text: str) -> str:
        try:
            parameters_of(text)
        except ExpressionError as error:
            self.show_error(error.message, error.position)
        except InputError as error:
            self.show_error(error.message)
        else:
            self.show_error("")
        return self._reason

    def _mark(self, position: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        last = max(self.document().characterCount() - 2, 0)  # at the end, what stands before it
        cursor.setPosition(min(position, last))
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(self._theme.bad))
        look.setForeground(QColor(self._theme.bad))
        mark.format = look
        return mark

    def _write(self, text: str) -> None:
        self.blockSignals(True)
        self.setPlainText(text)
        self.blockSignals(False)

    def _on_text_changed(self) -> None:
        if self._check(self.toPlainText()):
            self._pause.stop()
        else:
            self._pause.start()

    def restore(self) -> None:
        """Show the last function that was taken again."""
        self._pause.stop()
        self._write(self._taken)
        self.show_error("")

    # ------------------------------------------------------------------------------------------------- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Enter, give up with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
            event.accept()
        elif event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._taken:
            self.restore()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what stands here."""
        super().focusOutEvent(event)
        self.take()

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().lineSpacing() * _LINES + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._reason:
            self._check(self.toPlainText())
