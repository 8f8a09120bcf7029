"""A number with an interval for each lane, one lane below the other; up to two of them beside each other."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ..theme import LIGHT, Theme, font
from .painted import Painted
from .readout import number, row
from .result_plot import ResultPlot

__all__ = ["Interval", "IntervalPlot", "Intervals"]

_SIDE, _BOTTOM, _TOP = 16.0, 46.0, 10.0
_NAME = 0.3
_TICKS = 7


@dataclass(frozen=True, slots=True)
class Interval:
    """A number and its ends; infinite if most runs failed. Equal ends draw no bar."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """What the plot shows.

    Parameters
    ----------
    rows : tuple of tuple of (Interval or None)
        Of each lane the first, drawn hollow, and the second, drawn filled; or one, drawn filled.
    names : tuple of str
        What first and second are.
    title : str
        Of the axis.
    log : bool
        Whether the axis is logarithmic; numbers are positive then.
    percent : bool
        Whether numbers are shares.
    note : str
        What the bars are.
    """

    rows: tuple[tuple[Interval | None, ...], ...]
    names: tuple[str, ...]
    title: str
    log: bool = False
    percent: bool = False
    note: str = ""


class IntervalPlot(ResultPlot):
    """Dots with bars; what is infinite stands at the right, as a cross."""

    notice = "Numbers appear here as soon as runs have ended."
    has_axes = False

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName("Numbers of the lanes")
        self.legend.set_shown(False)
        self._painted = Painted(self.box, self._paint)

    def draw_result(self) -> None:
        """Draw the dots."""
        result: Intervals = self.result
        self.strokes.invalidate()
        self._painted.update()
        names = f"hollow: {result.names[0]}, filled: {result.names[1]}" if len(result.names) > 1 else ""
        self.caption.set_lines("; ".join(part for part in (names, result.note) if part))

    def _ends(self) -> tuple[float, float]:
        """Return the lowest and highest place that is drawn."""
        result: Intervals = self.result
        known = [
            value
            for cells in result.rows
            for each in cells
            if each is not None
            for value in (each.value, each.low, each.high)
            if math.isfinite(value) and (value > 0.0 or not result.log)
        ]
        if not known:
            return 0.0, 1.0
        low, high = min(known), max(known)
        if result.log:
            low, high = math.log10(low), math.log10(high)
        elif result.percent:
            low, high = 0.0, 1.0
        room = 0.04 * max(high - low, 0.2 if result.log else 1e-9 + 0.05 * abs(high))
        return (low, high) if result.percent else (low - room, high + room)

    def _ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        """Return places and texts of the axis."""
        result: Intervals = self.result
        if result.log:
            if high - low >= 1.0:
                step = max(1, math.ceil((high - low) / _TICKS))
                decades = range(math.ceil(low), math.floor(high) + 1, step)
                return [(float(each), number(10.0**each, 3)) for each in decades]
            at = np.linspace(10.0**low, 10.0**high, 5)
            return [(math.log10(float(f"{each:.2g}")), f"{each:.2g}") for each in at.tolist()]
        step = 10.0 ** math.floor(math.log10(max(high - low, 1e-300) / 2))
        step *= next(factor for factor in (1, 2, 5, 10) if (high - low) / (factor * step) <= _TICKS)
        at = np.arange(math.ceil(low / step), math.floor(high / step) + 1) * step
        return [(float(each), f"{each:.0%}" if result.percent else f"{each:.4g}") for each in at.tolist()]

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        result: Intervals | None = self.result
        if result is None:
            return
        theme = self.theme
        painter.setFont(font(9))
        metrics = QFontMetricsF(painter.font())
        longest = max((metrics.horizontalAdvance(look.name) for look in self.looks), default=0.0) + 30.0
        left, right = min(longest, _NAME * rect.width()), rect.width() - _SIDE
        lost = any(each is not None and math.isinf(each.value) for cells in result.rows for each in cells)
        inner = right - (70.0 if lost else 10.0)
        top, bottom = _TOP, rect.height() - _BOTTOM
        low, high = self._ends()

        def place(value: float) -> float:
            at = math.log10(max(value, 1e-300)) if result.log else value
            return left + (at - low) / (high - low) * (inner - left)

        painter.setPen(QPen(QColor(theme.grid), 1.0))
        ticks = [
            (left + (at - low) / (high - low) * (inner - left), text) for at, text in self._ticks(low, high)
        ]
        for x, text in ticks:
            painter.setPen(QPen(QColor(theme.grid), 1.0))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(x - 50, bottom + 4, 100, 18), Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(QColor(theme.text))
        painter.drawText(
            QRectF(left, bottom + 22, right - left, 20),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            result.title,
        )
        if lost:
            painter.setPen(QColor(theme.muted))
            painter.drawText(
                QRectF(inner, bottom + 4, right - inner, 18), Qt.AlignmentFlag.AlignCenter, "diverged"
            )
        height = (bottom - top) / max(len(self.looks), 1)
        for lane, (cells, look) in enumerate(zip(result.rows, self.looks, strict=True)):
            middle = top + (lane + 0.5) * height
            painter.setPen(QColor(theme.text))
            name = metrics.elidedText(look.name, Qt.TextElideMode.ElideRight, left - 26)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(6, middle - 12, left - 24, 24), flags, name)
            for at, each in enumerate(cells):
                if each is None:
                    continue
                away = (at - 0.5 * (len(cells) - 1)) * min(13.0, 0.4 * height)
                self._dot(
                    painter, each, look.colour, at == len(cells) - 1, middle + away, place, inner, right
                )

    def _dot(
        self,
        painter: QPainter,
        each: Interval,
        colour: str,
        filled: bool,
        y: float,
        place: Callable[[float], float],
        inner: float,
        right: float,
    ) -> None:
        """Draw one number; what is infinite stands between ``inner`` and ``right``, all else at its place."""
        painter.setPen(QPen(QColor(colour), 2.0))
        if math.isinf(each.value):
            x = 0.5 * (inner + right)
            painter.drawLine(QPointF(x - 4, y - 4), QPointF(x + 4, y + 4))
            painter.drawLine(QPointF(x - 4, y + 4), QPointF(x + 4, y - 4))
            return
        end = inner + 10.0 if math.isinf(each.high) else place(each.high)
        if each.high > each.low:
            painter.drawLine(QPointF(place(each.low), y), QPointF(end, y))
        painter.setBrush(QColor(colour) if filled else QColor(self.theme.plot))
        painter.drawEllipse(QPointF(place(each.value), y), 4.5, 4.5)

    def hover(self, point: QPointF | None) -> None:
        """Say the numbers of the lane under the cursor."""
        if point is None or self.result is None or not self.looks:
            return
        height = (self.box.rect().height() - _BOTTOM - _TOP) / len(self.looks)
        lane = int((point.y() - _TOP) // height)
        if not 0 <= lane < len(self.looks):
            self.readout.hide()
            return
        look = self.looks[lane]
        rows = [
            row(
                look.colour,
                name,
                self._text(each.value),
                f"({self._text(each.low)} to {self._text(each.high)})",
            )
            for name, each in zip(self.result.names, self.result.rows[lane], strict=False)
            if each is not None
        ]
        self.readout.show_rows(look.name, rows, point.x() < 0.5 * self.box.rect().width(), self.plot_area())

    def _text(self, value: float) -> str:
        if math.isinf(value):
            return "∞"
        return f"{value:.1%}" if self.result.percent else number(value, 4)

    def describe(self) -> str:
        """Return all numbers."""
        if self.result is None:
            return "Numbers of the lanes: nothing yet."
        said = []
        for look, cells in zip(self.looks, self.result.rows, strict=True):
            known = [
                f"{name} {self._text(each.value)}"
                for name, each in zip(self.result.names, cells, strict=False)
                if each is not None
            ]
            said.append(f"{look.name} {', '.join(known)}")
        return f"{self.result.title}: {'; '.join(said)}."
