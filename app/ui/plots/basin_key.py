"""What the colours of a map mean: a ramp for steps, patches for what is no minimum."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...study.basin.block import DIVERGED, ELSEWHERE, OUTSIDE
from ..theme import Theme, font
from .basin_picture import PALETTE, RAMP, other_colour
from .tint import mix

__all__ = ["BasinKey"]

_PATCH, _GAP, _RAMP = 14.0, 5.0, 90.0
_BETWEEN = 14.0


class BasinKey(QWidget):
    """One line; it says what fits."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure, self._ends = "minimum", (1, 1)
        self._others: frozenset[int] = frozenset()
        self._against: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_meaning(
        self,
        measure: str,
        ends: tuple[int, int],
        others: frozenset[int] = frozenset(),
        against: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Say what is drawn.

        Parameters
        ----------
        measure : {'minimum', 'steps', 'evaluations'}
        ends : (int, int)
            The lowest and the highest number.
        others : frozenset of int
            Outcomes besides minima that there are.
        against : tuple of (str, str)
            Text and colour of differences.
        """
        self._measure, self._ends, self._others, self._against = measure, ends, others, against
        self.setAccessibleName("Key of the maps")
        self.setAccessibleDescription(self.text())
        self.setToolTip(self.text())
        self.update()

    def text(self) -> str:
        """Return the key in words."""
        low, high = self._ends
        others = "grey: at no known minimum; hatched: outside the domain; hatched dark: diverged"
        if self._measure == "minimum":
            words = f"Colour: the minimum reached. Darker: later, from step {low:,} to {high:,}, logarithmic"
        else:
            what = "steps" if self._measure == "steps" else "gradient evaluations"
            words = (
                f"From yellow, {low:,} {what} to the target, to dark blue, {high:,}, logarithmic; {others}"
            )
            others = "the target is that of a race from the start; grey also: missed"
        different = "".join(f"; difference: {text}" for text, _ in self._against)
        return f"{words}; {others}{different}."

    def sizeHint(self) -> QSize:
        return QSize(200, round(QFontMetricsF(font(8.5)).height()) + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(8.5))
        x = 2.0
        low, high = (f"{end:,}" for end in self._ends)
        if self._measure == "minimum":
            x = self._ramp(painter, self._write(painter, x, f"darker: later    step {low}"))
            x = self._write(painter, x, high) + _BETWEEN
        else:
            x = self._ramp(painter, self._write(painter, x, low))
            x = self._write(painter, x, f"{high} {self._measure}") + _BETWEEN
        words = {
            ELSEWHERE: "no minimum" if self._measure == "minimum" else "missed",
            OUTSIDE: "left",
            DIVERGED: "diverged",
        }
        for code, word in words.items():
            if code not in self._others:
                continue
            x = self._patch(painter, x, other_colour(code, self._theme), code)
            x = self._write(painter, x, word) + _BETWEEN
        for text, colour in self._against:
            x = self._patch(painter, x, colour, ELSEWHERE)
            x = self._write(painter, x, text) + _BETWEEN
        painter.end()

    def _write(self, painter: QPainter, x: float, text: str) -> float:
        metrics = QFontMetricsF(painter.font())
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(x, 0, 600, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + metrics.horizontalAdvance(text) + _GAP

    def _ramp(self, painter: QPainter, x: float) -> float:
        gradient = QLinearGradient(x, 0, x + _RAMP, 0)
        full = PALETTE[0]
        colours = RAMP if self._measure != "minimum" else (full, mix(full, "#10141a", 0.68))
        for index, colour in enumerate(colours):
            gradient.setColorAt(index / (len(colours) - 1), QColor(colour))
        self._rectangle(painter, x, _RAMP, QBrush(gradient))
        return x + _RAMP + _GAP

    def _patch(self, painter: QPainter, x: float, colour: str, code: int) -> float:
        self._rectangle(painter, x, _PATCH, QBrush(QColor(colour)))
        if code in (DIVERGED, OUTSIDE):
            sign = "#f4f4f4" if code == DIVERGED else self._theme.muted
            style = Qt.BrushStyle.BDiagPattern if code == DIVERGED else Qt.BrushStyle.FDiagPattern
            self._rectangle(painter, x, _PATCH, QBrush(QColor(sign), style))
        return x + _PATCH + _GAP

    def _rectangle(self, painter: QPainter, x: float, width: float, brush: QBrush) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(brush)
        painter.drawRect(QRectF(x, 0.5 * (self.height() - 12.0), width, 12.0))
