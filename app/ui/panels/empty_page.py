"""What stands in a panel before it has anything to show: a sentence, and the button that changes that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

__all__ = ["EmptyPage"]


class EmptyPage(QWidget):
    """A sentence in the middle, and a button below it.

    Parameters
    ----------
    text, button : str
    parent : QWidget, optional
    """

    def __init__(self, text: str, button: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(text)
        self.label.setWordWrap(True)
        self.label.setProperty("muted", True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton(button)
        middle = QVBoxLayout(self)
        middle.setContentsMargins(24, 6, 24, 6)
        middle.addStretch(1)
        middle.addWidget(self.label)
        middle.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
