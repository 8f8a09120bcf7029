"""A switch between two or three things, all of them seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

__all__ = ["Segmented"]


class Segmented(QFrame):
    """Buttons side by side, of which one is down; the arrow keys move between them."""

    chosen = Signal(int)

    def __init__(self, texts: Sequence[str], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("segments", True)
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self.buttons = []
        for index, text in enumerate(texts):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {text}")
            button.clicked.connect(lambda _=False, index=index: self.chosen.emit(index))
            self._group.addButton(button, index)
            self.buttons.append(button)
            row.addWidget(button, 1)
        self.set_current(0)

    @property
    def current(self) -> int:
        """Return which is down."""
        return self._group.checkedId()

    def set_current(self, index: int) -> None:
        """Press one, without a signal."""
        self.buttons[index].setChecked(True)
        for place, button in enumerate(self.buttons):  # Tab reaches the one that is down
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == index else Qt.FocusPolicy.ClickFocus)
