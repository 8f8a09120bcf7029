"""A part of the panel under a heading; closed, one line says what is in it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ..icon import icon
from ..theme import Theme
from .label import ElidedLabel
from .style import GAP

__all__ = ["Section"]

_NOTE = "A change starts the race again"


class Section(QWidget):
    """A heading that opens and closes, a quiet note at its right, and a body.

    Parameters
    ----------
    title : str
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._summary = ""
        self._running = False
        self.heading = QPushButton(title.upper())
        self.heading.setProperty("section", True)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setIconSize(QSize(12, 12))
        self.heading.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # headings of all sections align
        self.heading.setAccessibleName(f"{title}: open or close")
        self.heading.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.heading.clicked.connect(self.set_open)
        self.note = ElidedLabel()
        self.note.setProperty("tone", "muted")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.heading)
        head.addWidget(self.note, 1)
        self.body = QWidget()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(GAP // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.body)
        Section.apply_theme(self, theme)

    @property
    def is_open(self) -> bool:
        """Return whether the body is shown."""
        return self.heading.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show the body, or the summary in its place."""
        self.heading.setChecked(is_open)
        self.body.setVisible(is_open)
        self._refresh()

    def set_summary(self, text: str) -> None:
        """Set what stands beside the heading while the section is closed."""
        if text != self._summary:
            self._summary = text
            self._refresh()

    def set_running(self, running: bool) -> None:
        """Say beside the heading that a change starts the race again, or not."""
        self._running = running
        self._refresh()

    def _refresh(self) -> None:
        self.note.setText((_NOTE if self._running else "") if self.is_open else self._summary)
        name = "chevron-down" if self.is_open else "chevron-right"
        self.heading.setIcon(icon(name, self._theme, self._theme.muted))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._refresh()
