"""What a plot says in words on its own area: a notice while it is empty, a caption in a corner."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from ..theme import LIGHT, Theme, font

__all__ = ["Caption"]


class Caption(pg.GraphicsObject):
    """Words over a plot.

    Attributes
    ----------
    notice : str
        In the middle; for a plot with nothing to show.
    lines : tuple of str
        In the lower left corner.
    """

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._theme = LIGHT
        self.notice = ""
        self.lines: tuple[str, ...] = ()
        self.setParentItem(box)
        self.setZValue(60)
        box.sigResized.connect(self._on_resized)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def set_notice(self, notice: str) -> None:
        """Say something in the middle."""
        if notice != self.notice:
            self.notice = notice
            self.update()

    def set_lines(self, *lines: str) -> None:
        """Say something in the corner."""
        shown = tuple(line for line in lines if line)
        if shown != self.lines:
            self.lines = shown
            self.update()

    def area(self) -> QRectF:
        """Return the rectangle that the lines cover, in pixels."""
        if not self.lines:
            return QRectF()
        metrics, texts = QFontMetricsF(font(8.5)), self._texts()
        width = max(metrics.horizontalAdvance(text) for text in texts) + 12
        height = (metrics.height() + 1) * len(texts) + 6
        return QRectF(8, self._box.rect().height() - 8 - height, width, height)

    def boundingRect(self) -> QRectF:
        return self._box.rect()

    def paint(self, painter: QPainter, *_: object) -> None:
        rect = self._box.rect()
        if self.notice:
            painter.setFont(font(10.5))
            painter.setPen(QColor(self._theme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(20, 10, -20, -10), flags, self.notice)
        if not self.lines:
            return
        painter.setFont(font(8.5))
        metrics, area, texts = QFontMetricsF(painter.font()), self.area(), self._texts()
        back = QColor(self._theme.plot)
        back.setAlphaF(0.82)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor(self._theme.muted))
        for index, text in enumerate(texts):
            baseline = area.top() + 3 + index * (metrics.height() + 1) + metrics.ascent()
            painter.drawText(QPointF(area.left() + 6, baseline), text)

    def _texts(self) -> list[str]:
        metrics, room = QFontMetricsF(font(8.5)), self._box.rect().width() - 24
        return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in self.lines]

    def _on_resized(self) -> None:
        self.prepareGeometryChange()
        self.update()
