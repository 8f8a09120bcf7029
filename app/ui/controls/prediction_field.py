"""The field for a prediction: a few lines of prose, taken with every key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ...engine.error import InputError
from ...study.prediction import check_prediction, without_controls
from .style import set_look

__all__ = ["PredictionField"]

_LINES = 4


class PredictionField(QPlainTextEdit):
    """Each key is taken at once: what is written when Run is pressed counts as written before.

    Undo and redo are the study's, so that a text is not taken back by one way and kept by the other.
    """

    edited = Signal(str)
    """Another valid text."""
    refused = Signal(str)
    """Why the text is not valid; empty when it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = ""
        self._reason = ""
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("Prediction: what do you expect?")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._on_text_changed)

    @property
    def reason(self) -> str:
        """Return why what stands here is not valid; empty if it is."""
        return self._reason

    def set_text(self, text: str) -> None:
        """Show another prediction, without a signal; what is being typed stays if that is the same."""
        if text == self._taken:
            return
        self._taken = text
        if text != self.toPlainText():
            place = min(self.textCursor().position(), len(text))
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(place, self.document().characterCount() - 1))
            self.setTextCursor(cursor)
        self.show_error("")

    def show_error(self, reason: str) -> None:
        """Mark the text as not valid; an empty reason takes it back."""
        if reason != self._reason:
            self._reason = reason
            set_look(self, "invalid", bool(reason))
            self.refused.emit(reason)

    def _on_text_changed(self) -> None:
        text = without_controls(self.toPlainText())
        try:
            check_prediction(text)
        except InputError as error:
            self.show_error(error.message)  # nothing of what was typed or pasted is lost
            return
        self.show_error("")
        if text != self._taken:
            self._taken = text
            self.edited.emit(text)

    # ------------------------------------------------------------------------------------------------- events

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _goes_back(event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave undo and redo to the window."""
        if _goes_back(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().lineSpacing() * _LINES + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


def _goes_back(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
