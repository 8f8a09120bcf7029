"""A list to choose from that scrolling past does not change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from ..icon import pixmap

__all__ = ["Combo", "draw_chevron"]


def draw_chevron(widget: QWidget) -> None:
    """Draw the arrow of a list at the right of a widget, in the colour of its text."""
    painter = QPainter(widget)
    colour = widget.palette().placeholderText().color().name()
    picture = pixmap("chevron-down", colour, 14, widget.devicePixelRatioF())
    painter.drawPixmap(widget.width() - 19, (widget.height() - 14) // 2, picture)
    painter.end()


class Combo(QComboBox):
    """A combo box with a quiet arrow; the wheel changes it only when it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(4)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def setAccessibleName(self, name: str) -> None:
        """Say what the list is for; on Linux its name is what is chosen, so the description says it too."""
        super().setAccessibleName(name)
        self.setAccessibleDescription(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_chevron(self)
