"""The strip at the top of a sensitivity plot, in which values stand that diverged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from ..theme import font
from .stroke import Mapping

if TYPE_CHECKING:
    from .sensitivity_plot import SensitivityPlot

__all__ = ["DivergedStrip"]


class DivergedStrip:
    """A ground of a `SensitivityPlot`.

    Parameters
    ----------
    plot : SensitivityPlot
    """

    def __init__(self, plot: SensitivityPlot) -> None:
        self._plot = plot

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels."""
        plot = self._plot
        if plot.result is None or not any(curve.found.failed.any() for curve in plot.result.curves):
            return
        down = (mapping.top - plot.ceiling) * mapping.height / (mapping.top - mapping.bottom)
        strip = QRectF(0.0, 0.0, mapping.width, down)
        colour = QColor(plot.theme.bad)
        colour.setAlphaF(0.10)
        painter.fillRect(strip, colour)
        painter.setFont(font(8.5))
        painter.setPen(QColor(plot.theme.bad))
        metrics = QFontMetricsF(painter.font())
        if down > metrics.height():
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(strip.adjusted(6, 0, 0, 0), flags, "diverged")
