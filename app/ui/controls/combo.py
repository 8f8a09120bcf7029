"""A list to choose from that scrolling past does not change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

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
        # As Qt paints it, but a text that has no room ends in dots and not in half a letter.
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, field, self).width()
        option.currentText = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
            self.currentText(), Qt.TextElideMode.ElideRight, room - 2
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        draw_chevron(self)
