"""The tables of a report in the window, one below the other, with what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QScrollArea, QVBoxLayout, QWidget

from ...study.report.section import Block, Cell, Table, Text
from ..controls.label import Caption
from ..frame import LaneLook
from ..theme import LIGHT, Theme
from .read_table import ReadTable

__all__ = ["SectionTable", "SectionTables"]


class SectionTable(ReadTable):
    """One table of a report, as high as its rows."""

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__("Table", (), theme, parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_table(self, table: Table, looks: Sequence[LaneLook] = ()) -> None:
        """Show a table; rows and columns that are named as a lane have its colour."""
        colours = {look.name: look.colour for look in looks}
        self.setAccessibleName(table.caption)
        self.setAccessibleDescription(table.note)
        self.set_heads([(title, title) for title in table.head])
        rows = [[_text(cell) for cell in row] for row in table.rows]
        self.fill(rows, [colours.get(row[0], "") for row in rows])
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in table.numbers:
            head = self.horizontalHeaderItem(column)
            if head is not None:
                head.setTextAlignment(right)
            for at, row in enumerate(table.rows):
                item = self.item(at, column)
                if item is None:
                    continue
                item.setTextAlignment(right)
                cell = row[column]
                if isinstance(cell, Cell) and cell.mark in ("good", "bad"):
                    item.setForeground(QColor(getattr(self._theme, cell.mark)))
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
        self.horizontalHeader().setStretchLastSection(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setFixedHeight(self.whole)


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


class SectionTables(QScrollArea):
    """Tables with their captions and notes.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blocks: tuple[Block, ...] = ()
        self._looks: tuple[LaneLook, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Tables of the results")

    def show_blocks(self, blocks: tuple[Block, ...], looks: tuple[LaneLook, ...]) -> None:
        """Show other tables; nothing happens if they are the same."""
        if blocks is self._blocks and looks == self._looks:
            return
        self._blocks, self._looks = blocks, looks
        self._fill()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._fill()

    def _fill(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 6, 10, 10)
        column.setSpacing(4)
        for block in self._blocks:
            if isinstance(block, Table):
                head = QLabel(block.caption)
                font = head.font()
                font.setBold(True)
                head.setFont(font)
                table = SectionTable(self._theme)
                table.show_table(block, self._looks)
                column.addWidget(head)
                column.addWidget(table)
                if block.note:
                    column.addWidget(Caption(block.note))
                column.addSpacing(8)
            elif isinstance(block, Text):
                column.addWidget(Caption(block.text))
        column.addStretch(1)
        self.setWidget(inside)
