"""A name that is a label until it is edited."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from .label import ElidedLabel

__all__ = ["NameField"]

_LONGEST = 80


class NameField(QWidget):
    """Double click or `start` to edit; Enter or leaving takes the name, Esc keeps the old one."""

    renamed = Signal(str)
    """The new name; empty for the one made from the optimizer."""
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = ""
        self._line: QLineEdit | None = None
        self.label = ElidedLabel(least=48)
        self.label.setProperty("lane", True)
        self.label.double_clicked.connect(self.start)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)

    @property
    def line(self) -> QLineEdit | None:
        """Return the field while the name is edited."""
        return self._line

    def set_name(self, shown: str, given: str) -> None:
        """Show a name.

        Parameters
        ----------
        shown : str
        given : str
            What the person gave; empty if the name is made from the optimizer.
        """
        self.label.setText(shown)
        self._given = given

    def start(self) -> None:
        """Edit the name."""
        if self._line is not None:
            return
        line = QLineEdit(self._given or self.label.text())
        line.setMaxLength(_LONGEST)
        line.setPlaceholderText(self.label.text())
        line.setAccessibleName(f"Name of {self.label.text()}")
        line.setMinimumWidth(60)
        line.installEventFilter(self)
        line.editingFinished.connect(self._on_editing_finished)
        self._line = line
        self.label.hide()
        self.layout().addWidget(line)
        line.show()
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    def _close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.blockSignals(True)
            line.hide()
            self.layout().removeWidget(line)
            line.deleteLater()
            self.label.show()
            self.finished.emit()

    def _on_editing_finished(self) -> None:
        if self._line is None:
            return
        text = " ".join(self._line.text().split())
        shown = self.label.text()
        self._close()
        if text != self._given and not (text == shown and not self._given):
            self.renamed.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give up with Esc; keep Enter from the card."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._close()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_editing_finished()
                return True
        return False
