"""A label and what it names, in the columns of the parameter controls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from .chooser import Chooser
from .entry import Entry
from .icon_button import IconButton
from .label import ErrorLabel
from .style import FIELD, GAP

__all__ = ["Row", "section_head"]


class Row(QWidget):
    """A label at the left, widgets at the right, and a reason below when a value is not valid.

    Parameters
    ----------
    text : str
    widgets : QWidget
        From left to right; the first is the label's buddy and takes the room.
    tip : str
    """

    def __init__(self, text: str, *widgets: QWidget, tip: str = "") -> None:
        super().__init__()
        self.label = QLabel(text)
        self.label.setFixedWidth(FIELD)
        self.label.setBuddy(widgets[0])
        self.label.setToolTip(tip)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.label, 0, 0)
        line = QHBoxLayout()
        line.setSpacing(4)
        reasons: list[ErrorLabel] = []
        for widget in widgets:
            line.addWidget(widget, 0 if isinstance(widget, IconButton) else 1)
            if tip and not widget.toolTip():
                widget.setToolTip(tip)
            if isinstance(widget, Entry):
                reason = ErrorLabel()
                widget.refused.connect(reason.show_reason)
                reasons.append(reason)
            elif isinstance(widget, Chooser):
                reasons.append(widget.error)
        grid.addLayout(line, 0, 1)
        for row, reason in enumerate(reasons, 1):
            grid.addWidget(reason, row, 0, 1, 2)


def section_head(text: str, *widgets: QWidget) -> QHBoxLayout:
    """Return a line with the heading of a section, and widgets at its right."""
    label = QLabel(text.upper())
    label.setProperty("section", True)
    label.setAccessibleName(text)
    line = QHBoxLayout()
    line.setSpacing(GAP)
    line.addWidget(label)
    line.addStretch(1)
    for widget in widgets:
        line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return line
