"""The table of the lanes as a picture among those of the plots; all of its rows, whatever room there is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ..theme import LIGHT, Theme, font
from .painted import Painted
from .result_plot import ResultPlot

__all__ = ["TablePlot", "TableShown"]

_ROW, _PAD = 21.0, 20.0  # pixels of a row, and between two columns
_SWATCH = 18.0
_EDGE = 8.0


@dataclass(frozen=True, slots=True)
class TableShown:
    """What the table says.

    Parameters
    ----------
    heads : tuple of str
    rows : tuple of tuple of str
        The first of each is the lane's name; its colour is that of its look.
    bold : frozenset of (int, int)
        Row and column of what leads.
    left : frozenset of int
        Columns of words; numbers stand at the right.
    muted : frozenset of int
        Rows of lanes that are hidden, or of a reference.
    sentence : str
        The same for those who listen.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bold: frozenset[tuple[int, int]] = frozenset()
    left: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    sentence: str = ""


class TablePlot(ResultPlot):
    """A table without a mouse."""

    notice = "There are no lanes."
    has_axes = False
    least = (240, 60)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setMinimumSize(120, 40)
        self.setAccessibleName("Table of lanes")
        self._table = Painted(self.box, self._paint)

    def draw_result(self) -> None:
        """Draw the table."""
        self.strokes.invalidate()
        self._table.update()

    def describe(self) -> str:
        """Return who leads."""
        return self.result.sentence if self.result is not None else self.notice

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        shown = self.result
        if shown is None or not shown.rows:
            return
        painter.save()
        rect = rect.adjusted(_EDGE, 0.0, -_EDGE, -_EDGE)
        painter.translate(rect.topLeft())
        widths = self._widths(shown)
        whole = sum(widths), _ROW * (len(shown.rows) + 1)
        scale = min(1.0, rect.width() / whole[0], rect.height() / whole[1])
        painter.scale(scale, scale)
        self._line(painter, shown, widths, -1)
        painter.setPen(QPen(QColor(self.theme.line), 1.0))
        painter.drawLine(QPointF(0.0, _ROW), QPointF(rect.width() / scale, _ROW))
        for row in range(len(shown.rows)):
            self._line(painter, shown, widths, row)
        painter.restore()

    def _widths(self, shown: TableShown) -> list[float]:
        metrics = QFontMetricsF(font(9.0, bold=True))
        texts = zip(shown.heads, *shown.rows, strict=True)
        widths = [max(map(metrics.horizontalAdvance, column)) + _PAD for column in texts]
        widths[0] += _SWATCH
        return widths

    def _line(self, painter: QPainter, shown: TableShown, widths: list[float], row: int) -> None:
        """Write a row; -1: the heads."""
        theme, head, left, top = self.theme, row < 0, 0.0, (row + 1) * _ROW
        faint = head or row in shown.muted
        for column, (text, width) in enumerate(
            zip(shown.heads if head else shown.rows[row], widths, strict=True)
        ):
            begin = left
            if column == 0 and not head:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.looks[row].colour))
                painter.drawRoundedRect(QRectF(left, top + 0.5 * _ROW - 5.5, 11.0, 11.0), 3.0, 3.0)
                begin += _SWATCH
            side = Qt.AlignmentFlag.AlignLeft if column in shown.left else Qt.AlignmentFlag.AlignRight
            painter.setFont(font(9.0, bold=head or (row, column) in shown.bold))
            painter.setPen(QColor(theme.muted if faint else theme.text))
            area = QRectF(begin, top, left + width - _PAD - begin + 1.0, _ROW)
            painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, text)
            left += width
