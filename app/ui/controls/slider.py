"""A slider that jumps to where it is pressed and leaves keys and wheel to its owner."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

__all__ = ["Slider"]

_STEPS = 1000
_HANDLE = 14
# A drag is told of no sooner than this after the last time was dealt with: a mouse moves more often than can
# be seen.
_REST_MS = 12


class Slider(QSlider):
    """A horizontal slider over 0 to 1."""

    dragged = Signal(float)
    """The handle was moved by the mouse, or sent to an end by Home or End."""
    nudged = Signal(int, bool)
    """A key or the wheel asks for the next value: 1 or -1, and whether a fine step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, _STEPS)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # with Tab the entry beside it is reached, once
        self.setMinimumWidth(40)
        self._told = 0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._tell)

    @property
    def told(self) -> bool:
        """Return whether the last move of a drag has been told of."""
        return self.value() == self._told

    def set_part(self, part: float) -> None:
        """Put the handle somewhere, without a signal; not while it is being dragged."""
        if not self.isSliderDown():
            self.setValue(round(part * _STEPS))

    def _follow(self, event: QMouseEvent) -> None:
        place = round(event.position().x()) - _HANDLE // 2
        value = QStyle.sliderValueFromPosition(0, _STEPS, place, self.width() - _HANDLE)
        self.setValue(value)
        if not self._rest.isActive():
            self._tell()

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.dragged.emit(self._told / _STEPS)
            self._rest.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._told = self.value()
        self._follow(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._follow(event)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._rest.stop()
        if self.isSliderDown():
            self._tell()
            self._rest.stop()
        self.setSliderDown(False)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows ask for the next value; Home and End go to the ends."""
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
            self.nudged.emit(1, fine)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Left):
            self.nudged.emit(-1, fine)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.setValue(0 if key == Qt.Key.Key_Home else _STEPS)
            self.dragged.emit(self.value() / _STEPS)
        else:
            event.ignore()
            return
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ask for the next value, but only when the slider has the focus."""
        delta = event.angleDelta().y()
        if not self.hasFocus() or not delta:
            event.ignore()
            return
        self.nudged.emit(1 if delta > 0 else -1, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        event.accept()
