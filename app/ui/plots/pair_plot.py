"""All pairs of lanes as a matrix: how probably a run of the row is better than one of the column."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ...study.statistics.pair import Pair
from ...study.statistics.wording import between, number_text, p_text, plural, unit_of_count
from ..frame import LaneLook
from ..theme import LIGHT, Theme, font
from .painted import Painted
from .readout import row
from .result_plot import ResultPlot
from .tint import mix

__all__ = ["PairMatrix", "PairPlot"]

_NAME = 0.34
_LONGEST = 170.0


@dataclass(frozen=True, slots=True)
class PairMatrix:
    """What the matrix shows.

    Parameters
    ----------
    pairs : tuple of Pair
    word : str
        In what sense better, such as ``sooner``.
    paired : bool
    """

    pairs: tuple[Pair, ...]
    word: str
    paired: bool = True


class PairPlot(ResultPlot):
    """Probabilities of improvement; below ten seeds, how often it was so."""

    notice = "Pairs of lanes appear here as soon as two have raced."
    has_axes = False

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Pairs of lanes")
        self._matrix = Painted(self.box, self._paint)

    def draw_result(self) -> None:
        """Draw the matrix."""
        self.strokes.invalidate()
        self._matrix.update()
        word = self.result.word
        if any(pair.probability is not None for pair in self.result.pairs):
            alone = "" if self.result.paired else ", unpaired"
            self.caption.set_lines(f"P(row {word} than column){alone}; bold: beyond chance")
        else:
            what = plural(unit_of_count(self.result.paired))
            self.caption.set_lines(
                f"{what} in which the row was {word} than the column; n too small for more"
            )

    def _pair(self, first: int, second: int) -> Pair | None:
        for pair in self.result.pairs:
            if {pair.first, pair.second} == {first, second}:
                return pair if pair.first == first else pair.turned()
        return None

    def _layout(self, rect: QRectF) -> tuple[float, float, float, float]:
        """Return where the cells begin, and their width and height."""
        metrics = QFontMetricsF(font(9))
        longest = max((metrics.horizontalAdvance(look.name) for look in self.looks), default=0.0) + 26.0
        left = min(longest, _NAME * rect.width(), _LONGEST)
        lanes = max(len(self.looks), 1)
        top, bottom = 24.0, 34.0
        return (
            left,
            top,
            (rect.width() - left - 4) / lanes,
            min((rect.height() - top - bottom) / lanes, 0.6 * rect.width() / lanes),
        )

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        if self.result is None:
            return
        theme = self.theme
        left, top, width, height = self._layout(rect)
        painter.setFont(font(9))
        metrics = QFontMetricsF(painter.font())
        middle = Qt.AlignmentFlag.AlignCenter
        for index, look in enumerate(self.looks):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.colour))
            painter.drawEllipse(QPointF(8, top + (index + 0.5) * height), 4.0, 4.0)
            self._head(painter, QRectF(left + index * width, 0.0, width, top), look)
            painter.setPen(QColor(theme.text))
            name = metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, left - 24)
            place = QRectF(18, top + index * height, left - 20, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        for first in range(len(self.looks)):
            for second in range(len(self.looks)):
                cell = QRectF(left + second * width, top + first * height, width, height).adjusted(
                    1, 1, -1, -1
                )
                pair = self._pair(first, second) if first != second else None
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._colour(pair)))
                painter.drawRect(cell)
                if pair is not None:
                    bold = font(9)
                    bold.setBold(pair.decided)
                    painter.setFont(bold)
                    painter.setPen(QPen(QColor(theme.text)))
                    painter.drawText(cell, middle, self._text(pair))

    def _head(self, painter: QPainter, place: QRectF, look: LaneLook) -> None:
        """Paint the head of a column: a spot, and the name where there is room for some of it."""
        metrics, middle = QFontMetricsF(painter.font()), place.center().y()
        name = metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, place.width() - 18)
        room = metrics.horizontalAdvance(name) if place.width() > 60 else 0.0
        first = place.center().x() - 0.5 * (room + (14 if room else 8))
        painter.drawEllipse(QPointF(first + 4, middle), 4.0, 4.0)
        if room:
            painter.setPen(QColor(self.theme.text))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(first + 14, place.top(), room + 2, place.height()), flags, name)

    def _text(self, pair: Pair) -> str:
        if pair.probability is None:
            return f"{pair.won}/{pair.runs}"
        return f"{pair.probability.value:.2f}"

    def _colour(self, pair: Pair | None) -> str:
        """Return blue where the row is better and orange where it is worse, the stronger the surer."""
        theme = self.theme
        if pair is None:
            return mix(theme.plot, theme.line, 0.5)
        value = (pair.won + 0.5 * pair.tied) / max(pair.runs, 1)
        value = pair.probability.value if pair.probability is not None else value
        side = theme.lanes[0] if value >= 0.5 else theme.lanes[1]
        return mix(theme.plot, side, 0.9 * abs(value - 0.5))

    def hover(self, point: QPointF | None) -> None:
        """Say everything about the pair under the cursor."""
        if point is None or self.result is None:
            return
        left, top, width, height = self._layout(self.box.rect())
        second, first = int((point.x() - left) // width), int((point.y() - top) // height)
        lanes = range(len(self.looks))
        pair = self._pair(first, second) if first in lanes and second in lanes and first != second else None
        if pair is None:
            self.readout.hide()
            return
        what = plural(unit_of_count(self.result.paired))
        rows = [
            row(self.looks[first].colour, self.looks[first].name, f"{self.result.word} in {pair.won}"),
            row(self.looks[second].colour, self.looks[second].name, f"{self.result.word} in {pair.lost}"),
        ]
        head = f"{pair.runs} {what}, {pair.tied} ties"
        if pair.probability is not None:
            head += f"\nP = {number_text(pair.probability.value, 2)} ({between(pair.probability)})"
        if pair.p is not None:
            head += f"\n{pair.test} {p_text(pair.p)} (Holm)"
        self.readout.show_rows(head, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())

    def describe(self) -> str:
        """Return the pairs that are decided."""
        if self.result is None:
            return "Pairs of lanes: nothing yet."
        said = []
        for pair in self.result.pairs:
            ahead = pair if pair.lead >= 0 else pair.turned()
            if pair.decided:
                said.append(
                    f"{self.looks[ahead.first].name} {self.result.word} than {self.looks[ahead.second].name}"
                )
        return f"Pairs beyond chance: {'; '.join(said) or 'none'}."
