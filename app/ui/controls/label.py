"""Labels: that can be double-clicked, that shorten their text or keep their size, and for errors."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyleOption, QWidget

__all__ = ["Caption", "ElidedLabel", "ErrorLabel", "NameLabel", "StillLabel"]

_BARE = 3


class NameLabel(QLabel):
    """The name of a control."""

    double_clicked = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()
        event.accept()


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room, and then says all in its tooltip.

    Parameters
    ----------
    text : str
    parent : QWidget, optional
    least : int
        Pixels that it can shrink to.
    bare : int
        Of so many letters, … included, nothing is written.
    """

    double_clicked = Signal()

    def __init__(
        self, text: str = "", parent: QWidget | None = None, least: int = 24, bare: int = _BARE
    ) -> None:
        super().__init__(text, parent)
        self._least, self._bare = least, bare
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
        if len(text) <= self._bare and text != self.text():
            text = ""  # so little of it, and …, say nothing
        self.style().drawItemText(
            painter, self.rect(), int(self.alignment()), option.palette, self.isEnabled(), text,
            self.foregroundRole(),
        )  # fmt: skip
        painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()
        event.accept()


class StillLabel(QLabel):
    """One line that is as large as a sample of it, whatever it says.

    A label whose size is not fixed has the whole window laid out anew with each text: with each frame, if it
    says where the playhead stands.
    """

    def __init__(self, sample: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sample = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_sample(sample)

    def set_sample(self, sample: str) -> None:
        """Set the longest text that is to be expected."""
        self._sample = sample
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        metrics = self.fontMetrics()
        self.setFixedSize(metrics.horizontalAdvance(self._sample) + 4, metrics.height() + 4)


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
