"""A table to read: heads that explain themselves, a spot of the lane's colour in each row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ..theme import LIGHT, Theme

__all__ = ["ReadTable", "spot"]


class ReadTable(QTableWidget):
    """See the module.

    Parameters
    ----------
    name : str
        For assistive technology.
    heads : sequence of (str, str)
        Title and tooltip of each column.
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(
        self, name: str, heads: Sequence[tuple[str, str]], theme: Theme = LIGHT, parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(heads), parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setStretchLastSection(True)
        self.set_heads(heads)

    def set_heads(self, heads: Sequence[tuple[str, str]]) -> None:
        """Name the columns."""
        self.setColumnCount(len(heads))
        for column, (title, tip) in enumerate(heads):
            item = QTableWidgetItem(title)
            item.setToolTip(tip)
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; what is shown comes next."""
        self._theme = theme

    def fill(self, rows: Sequence[Sequence[str]], colours: Sequence[str]) -> None:
        """Show rows, each with a spot of a colour before its first cell."""
        self.setRowCount(len(rows))
        line = self.fontMetrics().height() + 8
        for at, (cells, colour) in enumerate(zip(rows, colours, strict=True)):
            self.setRowHeight(at, line)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if not column and colour:
                    item.setIcon(spot(colour))
                self.setItem(at, column, item)

    @property
    def whole(self) -> int:
        """Return the height of all rows, with a bar below them."""
        line = self.fontMetrics().height() + 8
        return self.horizontalHeader().sizeHint().height() + line * self.rowCount() + 18


def spot(colour: str) -> QIcon:
    """Return a disc of a colour."""
    pixmap = QPixmap(28, 28)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(3, 3, 8, 8)
    painter.end()
    return QIcon(pixmap)
