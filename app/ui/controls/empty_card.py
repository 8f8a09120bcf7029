"""What stands where there is no lane yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

__all__ = ["EmptyCard"]


class EmptyCard(QFrame):
    """A sentence, and the button that helps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        text = QLabel("No lanes yet — add an optimizer to race.")
        text.setProperty("muted", True)
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton("Add optimizer")
        self.button.setAccessibleName("Add an optimizer to the empty race")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 20, 16, 20)
        column.setSpacing(12)
        column.addWidget(text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
