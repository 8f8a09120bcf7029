"""The first rows of a file of one's own, under heads that say what each column is used for."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ..study.intake.preview import Preview
from .theme import Theme

__all__ = ["ImportTable"]


class ImportTable(QTableWidget):
    """A preview; heads are clicked.

    Attributes
    ----------
    column_clicked : Signal(str)
        By its name.
    """

    column_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAccessibleName("First rows of the file")
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(24)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        head.sectionClicked.connect(lambda at: self.column_clicked.emit(self._names[at]))

    def show_preview(self, found: Preview | None, target: str, left_out: Collection[str]) -> None:
        """Show the first rows, and which columns are the target or left out; arrays have no rows to show."""
        columns = found.columns if found is not None else ()
        rows = found.rows if found is not None else ()
        self._names = tuple(column.name for column in columns)
        self.setVisible(bool(columns))
        self.setColumnCount(len(columns))
        self.setRowCount(len(rows))
        faint, strong = QColor(self._theme.muted), QColor(self._theme.accent)
        for at, column in enumerate(columns):
            role = "target" if column.name == target else "left out" if column.name in left_out else ""
            kind = "text" if column.text else "number"
            item = QTableWidgetItem(f"{column.name}\n{role or kind}")
            item.setToolTip(
                f"{column.name}: {kind}, {column.distinct} different values and {column.missing} missing "
                "ones in the part looked at. Click to leave it out, or to take it back."
            )
            if role:
                item.setForeground(strong if role == "target" else faint)
            self.setHorizontalHeaderItem(at, item)
            for line, row in enumerate(rows):
                cell = QTableWidgetItem(row[at] if at < len(row) else "")
                if role == "left out":
                    cell.setForeground(faint)
                self.setItem(line, at, cell)
