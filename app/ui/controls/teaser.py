"""The beginning of a text, and a link to the rest."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ..theme import Theme

__all__ = ["Teaser"]

_MORE = "more"


class Teaser(QWidget):
    """As many lines as there is room for, always of the same height, with "more" where the text goes on.

    Parameters
    ----------
    theme : Theme
    lines : int
    parent : QWidget, optional
    """

    more_requested = Signal()

    def __init__(self, theme: Theme, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = lines
        self._text = ""
        self._link = QRectF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    @property
    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(8.5)
        return font

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        painterless = QTextLayout("x", self._small())
        painterless.beginLayout()
        line = painterless.createLine()
        painterless.endLayout()
        return QSize(200, round(line.height() * self._lines + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._small())
        metrics = painter.fontMetrics()
        layout = QTextLayout(self._text, self._small())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        painter.setPen(QColor(self._theme.muted))
        top = 0.0
        self._link = QRectF()
        for number in range(self._lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self.width())
            end = line.textStart() + line.textLength()
            if number + 1 == self._lines and end < len(self._text):
                link = metrics.horizontalAdvance(f"  {_MORE}")
                rest = metrics.elidedText(
                    self._text[line.textStart() :], Qt.TextElideMode.ElideRight, self.width() - link
                )
                painter.drawText(QPointF(0.0, top + line.ascent()), rest)
                painter.setPen(QColor(self._theme.accent))
                width = metrics.horizontalAdvance(_MORE)
                left = min(metrics.horizontalAdvance(rest + " "), self.width() - width)
                painter.drawText(QPointF(left, top + line.ascent()), _MORE)
                self._link = QRectF(left, top, width, line.height())
                break
            line.draw(painter, QPointF(0.0, top))
            top += line.height()
        layout.endLayout()
        painter.end()
        self.setToolTip(f"<p>{self._text}</p>" if not self._link.isNull() else "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._link.contains(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._link.contains(event.position()):
            self.more_requested.emit()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()
