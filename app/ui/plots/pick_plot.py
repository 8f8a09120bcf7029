"""A plot of results in which one of them can be chosen, with the mouse or with keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from .result_plot import ResultPlot

__all__ = ["PickPlot"]

_TAKE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class PickPlot(ResultPlot):
    """Base class; a subclass defines `picked`, `go` and `let_go`, and `click`.

    Signals
    -------
    chosen : (int, int)
        Lane and setting under the cursor, which the arrow keys and clicks move; (-1, -1) for none.
    taken : (int, int, bool)
        The person wants it: Enter, or Shift and Enter for the lane's own values.
    """

    chosen = Signal(int, int)
    taken = Signal(int, int, bool)

    def picked(self) -> tuple[int, int]:
        """Return lane and setting under the cursor; (-1, -1) for none."""
        raise NotImplementedError

    def go(self, across: int, up: int) -> None:
        """Move the cursor by one; from nowhere to the best."""
        raise NotImplementedError

    def let_go(self) -> None:
        """Choose nothing."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor; Enter takes what is under it, Esc lets it go."""
        key, held = Qt.Key(event.key()), event.modifiers()
        lane, cell = self.picked()
        if self.result is None or held & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in _TAKE and lane >= 0:
            self.taken.emit(lane, cell, bool(held & Qt.KeyboardModifier.ShiftModifier))
            event.accept()
        elif key == Qt.Key.Key_Escape and lane >= 0:
            self.let_go()
            event.accept()
        elif key in _MOVES:
            self.go(*_MOVES[key])
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_mouse_clicked(self, event: Any) -> None:
        super()._on_mouse_clicked(event)
        point = self.box.mapFromScene(event.scenePos())
        plain = event.button() == Qt.MouseButton.LeftButton and not event.double()
        inside = self.result is not None and self.box.rect().contains(point)
        if plain and inside and self.legend.lane_at(point) < 0:
            self.click(point)
