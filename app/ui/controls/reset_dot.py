"""A dot beside a value that is not the default; a click resets it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ..icon import pixmap
from ..theme import Theme

__all__ = ["ResetDot"]


class ResetDot(QAbstractButton):
    """A dot that becomes an arrow under the mouse; it keeps its room while it is off."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._on = False
        self.setFixedSize(12, 24)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keyboard: an empty entry is the default
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setEnabled(False)

    def set_on(self, on: bool) -> None:
        """Show or hide the dot."""
        if on != self._on:
            self._on = on
            self.setEnabled(on)
            self.update()

    @property
    def on(self) -> bool:
        """Return whether the dot is shown."""
        return self._on

    def set_tip(self, tip: str, name: str) -> None:
        """Set the tooltip and the accessible name."""
        self.setToolTip(tip)
        self.setAccessibleName(name)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(12, 24)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._on:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            picture = pixmap("reset", self._theme.text, 12, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(0.0, (self.height() - 12) / 2), picture)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(QPointF(5.0, self.height() / 2), 2.5, 2.5)
        painter.end()
