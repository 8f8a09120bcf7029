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
        metrics = QFontMetricsF(painter.font())
        texts = [
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width() - 24) for line in self.lines
        ]
        height, width = metrics.height() + 1, max(metrics.horizontalAdvance(text) for text in texts)
        area = QRectF(8, rect.height() - 8 - height * len(texts) - 6, width + 12, height * len(texts) + 6)
        back = QColor(self._theme.plot)
        back.setAlphaF(0.82)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(QColor(self._theme.muted))
        for index, text in enumerate(texts):
            baseline = area.top() + 3 + index * height + metrics.ascent()
            painter.drawText(QPointF(area.left() + 6, baseline), text)

    def _on_resized(self) -> None:
        self.prepareGeometryChange()
        self.update()
