"""What stands in the cells of the table of lanes: text, tooltip, colour and order of each."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from ...study.default import UNTUNED
from ...study.outcome import LaneSummary
from ..frame import LaneLook
from ..theme import Theme
from .table_column import columns_of, text_of, value_of

__all__ = ["SORT", "WORDS", "TableModel"]

Index = QModelIndex | QPersistentModelIndex

SORT = Qt.ItemDataRole.UserRole
"""The role of a cell's value as it is to be sorted: what is missing comes last."""
WORDS = ("name", "status")
"""Columns that are no numbers."""
# Which columns have a best, and whether that is the lowest (1) or the highest.
_BEST = (("loss", 1), ("best", 1), ("target", 1), ("train_accuracy", -1), ("validation_accuracy", -1))


class TableModel(QAbstractTableModel):
    """Summaries as a table.

    Parameters
    ----------
    theme : Theme
    parent : QWidget

    Attributes
    ----------
    columns : tuple of Column
    summaries, looks
        Of each row, as `show` got them.
    target : float
        For the title of the column that counts steps to it.
    leader : dict of str to int
        Which row is the best of a column.
    untuned : frozenset of int
        Rows of lanes at their defaults.
    own : int
        How many rows are of the race; those behind are of a reference.
    comparable : bool
        Whether the rows of a reference may lead.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.columns = columns_of(None)
        self.summaries: list[LaneSummary] = []
        self.looks: tuple[LaneLook, ...] = ()
        self.target = math.nan
        self.leader: dict[str, int] = {}
        self.untuned: frozenset[int] = frozenset()
        self.own = 0
        self.comparable = True

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.summaries)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                f"Steps to {self.target:.3g}"
                if column.key == "target" and math.isfinite(self.target)
                else column.title
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.key)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, row = self.columns[index.column()].key, index.row()
        summary, look = self.summaries[row], self.looks[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return text_of(column, value_of(column, summary, look))
        if role == SORT:
            value = value_of(column, summary, look)
            missing = value is None or (isinstance(value, float) and math.isnan(value))
            return math.inf if missing else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DecorationRole and column == "name":
            return _swatch(look)
        if role == Qt.ItemDataRole.ForegroundRole:
            if not look.visible or row >= self.own:
                return QColor(self.theme.muted)
            if column == "status" and (summary.diverged_at >= 0).any():
                return QColor(self.theme.bad)
            return None
        if role == Qt.ItemDataRole.FontRole and (
            self.leader.get(column) == row or (column == "name" and look.highlighted)
        ):
            leading = QFont()
            leading.setBold(True)
            return leading
        if role == Qt.ItemDataRole.ToolTipRole and column in WORDS:
            told = self.data(index)  # which may be longer than the column is wide
            return f"{told}\n{UNTUNED}" if column == "name" and row in self.untuned else told
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{look.name}, {self.columns[index.column()].title}: {self.data(index)}"
        return None

    def show(
        self,
        summaries: list[LaneSummary],
        looks: tuple[LaneLook, ...],
        own: int | None = None,
        comparable: bool = True,
    ) -> None:
        """Show other numbers; rows are kept where their count is the same."""
        self.own, self.comparable = len(summaries) if own is None else own, comparable
        same = len(summaries) == len(self.summaries)
        if not same:
            self.beginResetModel()
        self.summaries, self.looks = summaries, looks
        self.leader = self._leaders()
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(summaries) - 1, len(self.columns) - 1))
        else:
            self.endResetModel()

    def _leaders(self) -> dict[str, int]:
        """Return which row is the best of each column that has a best, if exactly one is."""
        found = {}
        known = {column.key for column in self.columns} if len(self.summaries) > 1 else set()
        rows = list(zip(self.summaries, self.looks, strict=True))[: None if self.comparable else self.own]
        for column, sign in _BEST:
            if column in known:
                values = (value_of(column, summary, look) for summary, look in rows)
                scores = [
                    sign * value if value is not None and math.isfinite(value) else math.inf
                    for value in values
                ]
                least = min(scores)
                if math.isfinite(least) and scores.count(least) == 1:
                    found[column] = scores.index(least)
        return found


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in WORDS else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _swatch(look: LaneLook) -> QIcon:
    pixmap = QPixmap(36, 36)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.dash:
        pen = QPen(QColor(look.colour), 4)
        pen.setDashPattern([part / 2 for part in look.dash])
        painter.setPen(pen)
        painter.drawLine(1, 9, 17, 9)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colour))
        painter.drawRoundedRect(3, 3, 12, 12, 4, 4)
    painter.end()
    return QIcon(pixmap)
