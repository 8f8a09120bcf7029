"""Which share of the surface each minimum wins, lane by lane, as a small table."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ...study.basin.block import DIVERGED, ELSEWHERE, OUTSIDE
from ..basin_view import BasinView
from ..plots.basin_picture import minimum_colour, other_colour
from ..plots.readout import number
from ..theme import Theme

__all__ = ["BasinShares"]

_OTHERS = {ELSEWHERE: "at no minimum", OUTSIDE: "left the domain", DIVERGED: "diverged"}
_ROWS, _MOST = 5, 9
_WIDEST, _NAME = 460, 84


class BasinShares(QTableWidget):
    """A row for each outcome, a column for each lane."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._beside = False
        self.setAccessibleName("Shares of the area")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setIconSize(QSize(12, 12))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        self.verticalHeader().hide()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; `show_shares` comes next."""
        self._theme = theme

    def show_shares(self, view: BasinView, colours: dict[int, str]) -> None:
        """Show what each lane's map says, from its finest level."""
        minima = view.surface.minima
        shares = {lane: dict(found.shares(len(minima))) for lane, found in view.maps.items() if found.level}
        codes = [code for code in range(len(minima)) if any(of.get(code) for of in shares.values())]
        codes = codes if len(minima) > 12 else list(range(len(minima)))
        codes += [code for code in _OTHERS if any(code in of for of in shares.values())]
        self.setColumnCount(1 + len(shares))
        self.setRowCount(len(codes))
        self._head(0, "Where runs end", self._theme.muted)
        for column, lane in enumerate(shares, 1):
            self._head(column, view.names[lane], colours[lane])
        for at, code in enumerate(codes):
            self.setItem(at, 0, self._name(code, view))
            for column, of in enumerate(shares.values(), 1):
                item = QTableWidgetItem(f"{of.get(code, 0.0):.1%}")
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(at, column, item)
        line = self.fontMetrics().height() + 6
        for at in range(len(codes)):
            self.setRowHeight(at, line)
        self._fit()

    def set_beside(self, beside: bool) -> None:
        """Stand beside the maps, as wide as needed, or below them."""
        if beside != self._beside:
            self._beside = beside
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height() + 6
        shown = min(self.rowCount(), _MOST if self._beside else _ROWS)
        head = self.horizontalHeader().sizeHint().height()
        self.setMaximumHeight(head + shown * line + 12)
        self.setMinimumHeight(head + line)  # where there is no more room it scrolls, and covers nothing
        self.resizeColumnsToContents()
        wide = self.horizontalHeader().length() + 14
        self.setMinimumWidth(min(wide, _WIDEST) if self._beside else 0)
        self.setMaximumWidth(min(wide, _WIDEST) if self._beside else 16_777_215)

    def _head(self, column: int, text: str, colour: str) -> None:
        narrow = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _NAME)
        item = QTableWidgetItem(narrow if column else text)
        item.setToolTip(text)
        item.setForeground(QColor(colour))
        if not column:
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(column, item)

    def _name(self, code: int, view: BasinView) -> QTableWidgetItem:
        if code < 0:
            item = QTableWidgetItem(_OTHERS[code])
            item.setIcon(_spot(other_colour(code, self._theme), self._theme.line))
            return item
        x, y = view.surface.minima[code]
        value = round(float(view.surface.value(np.float64(x), np.float64(y))), 9) + 0.0
        item = QTableWidgetItem(f"{code + 1}  ({number(x, 3)}, {number(y, 3)})")
        item.setToolTip(f"minimum {code + 1} at ({number(x)}, {number(y)}), f = {number(value)}")
        item.setIcon(_spot(minimum_colour(code), self._theme.line))
        return item


def _spot(colour: str, edge: str) -> QIcon:
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(edge))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(2, 2, 19, 19, 4, 4)
    painter.end()
    return QIcon(picture)
