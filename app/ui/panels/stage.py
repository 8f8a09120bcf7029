"""The middle of the window: the trajectory, and that of the reference beside or below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

__all__ = ["Stage"]

_BESIDE, _LEAST = 680, 480  # pixels of width from which two plots have room side by side, or may have
_LONG = (
    1.15  # times as wide as high: then halves side by side are nearer to squares than halves of the height
)


class Stage(QSplitter):
    """A splitter that turns with the room there is."""

    def __init__(self, first: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.addWidget(first)

    def share(self) -> None:
        """Give both the same room."""
        self._turn()
        length = self.width() if self.orientation() == Qt.Orientation.Horizontal else self.height()
        self.setSizes([length // 2] * self.count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= _BESIDE or self.width() >= max(_LEAST, _LONG * self.height())
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if wanted != self.orientation():
            self.setOrientation(wanted)
            if self.count() > 1 and self.widget(1).isVisible():
                self.share()
