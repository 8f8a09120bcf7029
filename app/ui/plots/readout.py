"""A small label in a corner of a plot: exact values under the cursor."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ..theme import Theme, points

__all__ = ["Readout", "number", "row"]


def number(value: float, digits: int = 6) -> str:
    """Return a number for reading: significant digits, a true minus."""
    return f"{value:.{digits}g}".replace("-", "−")


def row(colour: str, *cells: str) -> str:
    """Return one line of a readout: a coloured spot, a name, values."""
    spot = f'<td style="color:{colour}">●</td>'
    first = f'<td style="padding-left:4px">{escape(cells[0])}</td>'
    rest = "".join(f'<td align="right" style="padding-left:9px">{escape(cell)}</td>' for cell in cells[1:])
    return f"<tr>{spot}{first}{rest}</tr>"


class Readout(QLabel):
    """Text over a plot; the mouse passes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setStyleSheet(
            f"background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};"
            f" border-radius: 5px; padding: 4px 7px; font-size: {points(8.5)};"
        )

    def show_rows(self, head: str, rows: list[str], right: bool, area: tuple[int, int, int, int]) -> None:
        """Show a heading and a table.

        Parameters
        ----------
        head : str
            Plain text.
        rows : list of str
            From `row`.
        right : bool
            In the right upper corner, otherwise in the left.
        area : (int, int, int, int)
            Left, top, right, bottom of the plot in the parent's pixels.
        """
        body = f'<table cellspacing="0">{"".join(rows)}</table>' if rows else ""
        self.setText(f'<div style="white-space:pre">{escape(head)}</div>{body}')
        self.adjustSize()
        left, top, end, _ = area
        self.move(end - self.width() - 6 if right else left + 6, top + 6)
        self.show()
        self.raise_()
