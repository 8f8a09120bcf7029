"""What has just come into a column that scrolls is brought into sight."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from .style import GAP

__all__ = ["reveal"]


def reveal(widget: QWidget) -> None:
    """Scroll the column that a widget is in as far as is needed to see it, once the layout has placed it.

    Of one that is higher than the column, the top is shown.
    """
    QTimer.singleShot(0, widget, partial(_scroll, widget))


def _scroll(widget: QWidget) -> None:
    area: QWidget | None = widget
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None or not widget.isVisible():
        return
    bar, room = area.verticalScrollBar(), area.viewport().height()
    top = widget.mapTo(area.widget(), QPoint(0, 0)).y() - GAP
    bottom = top + widget.height() + 2 * GAP
    bar.setValue(min(top, max(bar.value(), bottom - room)))
