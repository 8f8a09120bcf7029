"""How an example looks in the gallery: its picture with round corners, and its title in full below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from .theme import Theme, font

__all__ = ["PICTURE", "Card"]

PICTURE = QSize(240, 150)
_GAP, _ROUND, _LINES = 8.0, 7.0, 2


class Card(QStyledItemDelegate):
    """Paints an item as a card.

    Parameters
    ----------
    theme : Theme
    parent : QWidget
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = QFontMetricsF(font(9.5)).height()
        return QSize(int(PICTURE.width() + 2 * _GAP), int(PICTURE.height() + 3 * _GAP + _LINES * line))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, state = self._theme, option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        near = bool(state & QStyle.StateFlag.State_MouseOver)
        place = QRectF(option.rect)
        at = QRectF(
            place.center().x() - 0.5 * PICTURE.width(), place.top() + _GAP, PICTURE.width(), PICTURE.height()
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QPainterPath()
        edge.addRoundedRect(at, _ROUND, _ROUND)
        painter.save()
        painter.setClipPath(edge)
        painter.fillRect(at, QColor(theme.plot))
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon) and not icon.isNull():
            size = PICTURE * painter.device().devicePixelRatioF()
            painter.drawPixmap(at.toRect(), icon.pixmap(size, 1.0, QIcon.Mode.Normal))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = theme.accent if chosen else theme.muted if near else theme.line
        painter.setPen(QPen(QColor(colour), 3.0 if chosen else 1.0))
        painter.drawPath(edge)
        painter.setFont(font(9.5, bold=chosen))
        painter.setPen(QColor(theme.text))
        text = QRectF(at.left(), at.bottom() + _GAP, at.width(), place.bottom() - at.bottom() - _GAP)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(text, flags, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()
