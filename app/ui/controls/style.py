"""The measures of the control panel, and how a widget's look is switched."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

__all__ = ["DOT", "ENTRY", "FIELD", "GAP", "LABEL", "set_look"]

GAP = 8
LABEL = 88
DOT = 12
FIELD = LABEL + DOT + 4  # where fields begin, in every row
ENTRY = 74


def set_look(widget: QWidget, name: str, on: bool) -> None:
    """Switch a property that the style sheet looks at, and repaint if it changed."""
    if bool(widget.property(name)) != on:
        widget.setProperty(name, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
