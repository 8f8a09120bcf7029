"""How an item of a picker is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..theme import Theme

__all__ = ["GROUP", "LINE", "NAME", "PickerDelegate"]

NAME = Qt.ItemDataRole.UserRole
LINE = Qt.ItemDataRole.UserRole + 1
GROUP = Qt.ItemDataRole.UserRole + 2


class PickerDelegate(QStyledItemDelegate):
    """Two lines: the title, and what it is."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def height(self, first_of_group: bool) -> int:
        return 42 + (9 if first_of_group else 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, self.height(bool(index.data(GROUP))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        theme = self.theme
        box = QRect(option.rect)
        if index.data(GROUP):
            painter.fillRect(QRect(box.left() + 6, box.top() + 4, box.width() - 12, 1), QColor(theme.line))
            box.setTop(box.top() + 9)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(8, 4, -8, -4)
        font = QFont(option.font)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent_text if chosen else theme.text))
        top = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        painter.drawText(
            top, int(Qt.AlignmentFlag.AlignVCenter), str(index.data(Qt.ItemDataRole.DisplayRole))
        )
        font.setPointSizeF(8.5)
        painter.setFont(font)
        painter.setPen(QColor(theme.accent_text if chosen else theme.muted))
        bottom = QRect(inner.left(), top.bottom() + 1, inner.width(), inner.height() // 2)
        line = painter.fontMetrics().elidedText(
            str(index.data(LINE)), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(bottom, int(Qt.AlignmentFlag.AlignVCenter), line)
        painter.restore()
