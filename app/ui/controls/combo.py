"""A list to choose from that scrolling past does not change."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from ..icon import pixmap

__all__ = ["Combo", "draw_chevron"]

_EDGES = 36  # pixels left and right of the text; to ask the style keeps each theme's style alive
_LEAST = 60  # pixels: a window on a screen of 1920 pixels at 200 % has 960 for everything


def draw_chevron(widget: QWidget) -> None:
    """Draw the arrow of a list at the right of a widget, in the colour of its text."""
    painter = QPainter(widget)
    colour = widget.palette().placeholderText().color().name()
    picture = pixmap("chevron-down", colour, 14, widget.devicePixelRatioF())
    painter.drawPixmap(widget.width() - 19, (widget.height() - 14) // 2, picture)
    painter.end()


class Combo(QComboBox):
    """A combo box with a quiet arrow; the wheel changes it only when it has the focus.

    Parameters
    ----------
    parent : QWidget, optional
    least : int
        Pixels that it can shrink to, where there is no room for its text.
    """

    def __init__(self, parent: QWidget | None = None, least: int = _LEAST) -> None:
        super().__init__(parent)
        self._least = least
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

    def minimumSizeHint(self) -> QSize:
        """Return less than the text needs: where there is no room, it ends in dots."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._least), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        # As Qt paints it, but a text that has no room ends in dots and not in half a letter.
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.width() - _EDGES
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        draw_chevron(self)
