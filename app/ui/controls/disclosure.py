"""What is needed less often, behind a line that opens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ..icon import icon
from ..theme import Theme
from .reveal import reveal

__all__ = ["Disclosure"]


class Disclosure(QWidget):
    """A button with a chevron, and a body that is built when it first opens.

    Parameters
    ----------
    text : str
    build : callable
        Returns the body.
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(
        self, text: str, build: Callable[[], QWidget], theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._build = build
        self._theme = theme
        self.body: QWidget | None = None
        self.button = QPushButton(text)
        self.button.setProperty("quiet", True)
        self.button.setCheckable(True)
        self.button.setIconSize(QSize(14, 14))
        self.button.setAccessibleName(text)
        self.button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        self.apply_theme(theme)

    @property
    def is_open(self) -> bool:
        """Return whether the body is shown."""
        return self.button.isChecked()

    def _on_clicked(self, is_open: bool) -> None:
        self.set_open(is_open)
        if is_open:
            reveal(self)

    def set_open(self, is_open: bool) -> None:
        """Open or close."""
        self.button.setChecked(is_open)
        if is_open and self.body is None:
            self.body = self._build()
            self.layout().addWidget(self.body)
        if self.body is not None:
            self.body.setVisible(is_open)
        self.apply_theme(self._theme)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.button.setIcon(icon("chevron-down" if self.is_open else "chevron-right", theme, theme.muted))
