"""Labels: one that can be double-clicked, one that shortens its text, one that shows an error."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption, QWidget

__all__ = ["Caption", "ElidedLabel", "ErrorLabel", "NameLabel"]


class NameLabel(QLabel):
    """The name of a control."""

    double_clicked = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()
        event.accept()


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room, and then says all in its tooltip."""

    double_clicked = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None, least: int = 24) -> None:
        super().__init__(text, parent)
        self._least = least
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tip(self, tip: str) -> None:
        """Set what the tooltip says besides the text."""
        self._tip = tip
        self._refresh()

    def setText(self, text: str) -> None:
        if text != self.text():
            super().setText(text)
            self._refresh()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._least, super().sizeHint().width()), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._refresh()

    def _refresh(self) -> None:
        short = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip("\n".join(part for part in (self.text() if short else "", self._tip) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), option.palette, self.isEnabled(), text,
            self.foregroundRole(),
        )  # fmt: skip
        painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()
        event.accept()


class Caption(QLabel):
    """A quiet text that wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("muted", True)
        self.setProperty("small", True)
        self.setMinimumWidth(80)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)


class ErrorLabel(QLabel):
    """Why a value is not valid; takes no room while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("error", True)
        self.setMinimumWidth(80)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def show_reason(self, reason: str) -> None:
        """Show a reason; hide with an empty one."""
        self.setText(reason)
        self.setVisible(bool(reason))
