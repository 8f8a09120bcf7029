"""What the colours of heat maps mean, as a line below them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme import Theme, font
from .basin_picture import RAMP
from .readout import number

__all__ = ["HeatKey"]

_BAR, _GAP, _PATCH = 130.0, 6.0, 22.0


class HeatKey(QWidget):
    """A colour bar with its ends, the sign of what diverged, and that of the best."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ends = (0.0, 1.0)
        self._log = True
        self._title = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colours of the heat maps")

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_meaning(self, title: str, ends: tuple[float, float], log: bool) -> None:
        """Say what is coloured, from which end to which, as it is drawn."""
        self._title, self._ends, self._log = title, ends, log
        low, high = self._texts()
        self.setAccessibleDescription(f"{title} from {low} to {high}; hatched: diverged; star: the best")
        self.updateGeometry()
        self.update()

    def _texts(self) -> tuple[str, str]:
        low, high = (10.0**end if self._log else end for end in self._ends)
        return number(low, 2), number(high, 2)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font(8.5))
        low, high = self._texts()
        words = f"{self._title}   {low}{high}diverged★ best"
        width = metrics.horizontalAdvance(words) + _BAR + _PATCH + 5 * _GAP + 34.0
        return QSize(round(width), round(metrics.height()) + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(8.5))
        low, high = self._texts()
        x = self._write(painter, 0.0, f"{self._title}   {low}")
        gradient = QLinearGradient(x, 0, x + _BAR, 0)
        for index, colour in enumerate(RAMP):
            gradient.setColorAt(index / (len(RAMP) - 1), QColor(colour))
        x = self._patch(painter, x, _BAR, QBrush(gradient))
        x = self._write(painter, x, high) + 12.0
        x = self._patch(painter, x, _PATCH, QBrush(QColor(self._theme.bad), Qt.BrushStyle.BDiagPattern))
        x = self._write(painter, x, "diverged") + 12.0
        self._write(painter, x, "★ best")
        painter.end()

    def _patch(self, painter: QPainter, x: float, width: float, brush: QBrush) -> float:
        painter.setPen(QPen(QColor(self._theme.line), 1.0))
        painter.setBrush(brush)
        painter.drawRect(QRectF(x, 0.5 * (self.height() - 12.0), width, 12.0))
        return x + width + _GAP

    def _write(self, painter: QPainter, x: float, text: str) -> float:
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(x, 0, 900, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + QFontMetricsF(painter.font()).horizontalAdvance(text) + _GAP
