"""A check box that looks the same in both themes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ..icon import pixmap
from ..theme import Theme

__all__ = ["Check"]

_BOX = 16
_GAP = 8
_HALF = QPointF(6.0, 6.0)


class Check(QCheckBox):
    """A round-cornered box with the text at its right."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setMinimumHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(_BOX + _GAP + width + 6, max(24, self.fontMetrics().height() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(_BOX + _GAP + 40, self.sizeHint().height())

    def hitButton(self, point: object) -> bool:
        return self.rect().contains(point)  # type: ignore[call-overload]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, (self.height() - _BOX) / 2 + 0.5, _BOX - 1, _BOX - 1)
        on = self.isChecked()
        edge = theme.accent if on or self.hasFocus() or self.underMouse() else theme.muted
        painter.setPen(QPen(QColor(edge), 1.0))
        painter.setBrush(QColor(theme.accent if on else theme.field))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            picture = pixmap("check", theme.accent_text, 12, self.devicePixelRatioF())
            painter.drawPixmap(box.center() - _HALF, picture)
        left = _BOX + _GAP
        room = self.rect().adjusted(left, 0, 0, 0)
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.muted))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        if self.hasFocus():
            width = self.fontMetrics().horizontalAdvance(text)
            painter.setPen(QPen(QColor(theme.accent), 1.0))
            painter.drawLine(left, self.height() - 4, left + width, self.height() - 4)
        painter.end()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()
