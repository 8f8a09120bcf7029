"""The Tab key follows what is seen from top to bottom, whatever was built first."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

__all__ = ["focusable", "order_tabs"]


def focusable(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and all in its layouts that Tab can reach, in the order of the layouts."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if widget.layout() is not None:
        yield from _below(widget.layout())


def _below(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item.widget() is not None:
            yield from focusable(item.widget())
        elif item.layout() is not None:
            yield from _below(item.layout())


def order_tabs(widget: QWidget) -> None:
    """Put all below a widget into the order of the layouts."""
    for before, after in pairwise(focusable(widget)):
        if before.nextInFocusChain() is not after:
            QWidget.setTabOrder(before, after)
