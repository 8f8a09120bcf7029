"""Mean ranks on a line, with bars over lanes that cannot be told apart (Demšar 2006)."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ...study.statistics.rank import Ranking, cliques
from ...study.statistics.wording import p_text
from ..theme import LIGHT, Theme, font
from .painted import Painted
from .result_plot import ResultPlot

__all__ = ["RankPlot"]

_SIDE, _TOP, _LINE = 14.0, 64.0, 22.0
_LEAST, _CAPTION = 13.0, 26.0  # the nearest two lines may come, and what stands below them


class RankPlot(ResultPlot):
    """A critical-difference diagram; the result is a `Ranking`."""

    notice = "Ranks take three lanes and several problems: run a suite."
    has_axes = False

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Rank plot")
        self._diagram = Painted(self.box, self._paint)

    def draw_result(self) -> None:
        """Draw the diagram."""
        result: Ranking = self.result
        self.strokes.invalidate()
        self._diagram.update()
        sure = "" if result.p < result.alpha else "; not below 0.05, so the ranks cannot be told from chance"
        self.caption.set_lines(f"Friedman: {p_text(result.p)} over {result.problems} problems{sure}")

    def describe(self) -> str:
        """Return the order with mean ranks."""
        if self.result is None:
            return "Ranks: nothing yet."
        result: Ranking = self.result
        order = np.argsort(result.ranks, kind="stable")
        said = ", ".join(f"{result.names[lane]} {result.ranks[lane]:.2f}" for lane in order)
        return f"Mean ranks, best first: {said}. Critical difference {result.critical:.2f}."

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        result: Ranking | None = self.result
        if result is None:
            return
        theme, lanes = self.theme, len(result.ranks)
        painter.setFont(font(9))
        metrics = QFontMetricsF(painter.font())
        names = [
            metrics.elidedText(name, Qt.TextElideMode.ElideRight, 0.26 * rect.width())
            for name in result.names
        ]
        side = max(metrics.horizontalAdvance(name) for name in names) + 46.0
        left, right = side + _SIDE, rect.width() - side - _SIDE
        unit = (right - left) / max(lanes - 1, 1)

        def place(rank: float) -> float:
            return left + (rank - 1.0) * unit

        painter.setPen(QPen(QColor(theme.text), 1.2))
        painter.drawLine(QPointF(left, _TOP), QPointF(right, _TOP))
        for rank in range(1, lanes + 1):
            painter.drawLine(QPointF(place(rank), _TOP - 5), QPointF(place(rank), _TOP))
            painter.drawText(
                QRectF(place(rank) - 20, _TOP - 24, 40, 18), Qt.AlignmentFlag.AlignCenter, str(rank)
            )
        self._bracket(painter, rect, left, unit)
        groups = cliques(result.ranks, result.critical)
        for level, group in enumerate(groups):
            ends = [float(result.ranks[lane]) for lane in group]
            y = _TOP + 9 + 7 * level
            painter.setPen(QPen(QColor(theme.muted), 4.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(place(min(ends)) - 3, y), QPointF(place(max(ends)) + 3, y))
        first = _TOP + 18 + 7 * len(groups)
        order = [int(lane) for lane in np.argsort(result.ranks, kind="stable")]
        half = (lanes + 1) // 2
        step = min(_LINE, max((rect.height() - first - 8 - _CAPTION) / max(half - 1, 1), _LEAST))
        for index, lane in enumerate(order):
            is_left = index < half
            line = index if is_left else lanes - 1 - index
            y, x = first + step * line + 8, place(float(result.ranks[lane]))
            end = left - 14 if is_left else right + 14
            colour = self.looks[lane].colour if lane < len(self.looks) else theme.text
            painter.setPen(QPen(QColor(colour), 1.6))
            painter.drawLine(QPointF(x, _TOP), QPointF(x, y))
            painter.drawLine(QPointF(x, y), QPointF(end, y))
            painter.setPen(QColor(theme.text))
            text = (
                f"{names[lane]}  {result.ranks[lane]:.2f}"
                if is_left
                else f"{result.ranks[lane]:.2f}  {names[lane]}"
            )
            box = (
                QRectF(0, y - 11, end - 5, 22)
                if is_left
                else QRectF(end + 5, y - 11, rect.width() - end - 5, 22)
            )
            side_flag = Qt.AlignmentFlag.AlignRight if is_left else Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, side_flag | Qt.AlignmentFlag.AlignVCenter, text)

    def _bracket(self, painter: QPainter, rect: QRectF, left: float, unit: float) -> None:
        """Draw how long the critical difference is."""
        result: Ranking = self.result
        width = min(result.critical * unit, rect.width() - left - _SIDE)
        painter.drawLine(QPointF(left, 22), QPointF(left + width, 22))
        for x in (left, left + width):
            painter.drawLine(QPointF(x, 17), QPointF(x, 27))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        text = f"critical difference {result.critical:.2f} (Nemenyi, {result.alpha:g})"
        painter.drawText(QRectF(left, 0, rect.width() - left, 16), flags, text)
