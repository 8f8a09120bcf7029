"""What scenes with a camera have in common: it is turned, moved and zoomed with mouse and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt

from .scene import Scene

if TYPE_CHECKING:
    from .vista import Vista

__all__ = ["Orbit"]

_DEGREES = 0.4  # for a pixel of dragging
_KEYS = {
    Qt.Key.Key_Left: (5.0, 0.0),
    Qt.Key.Key_Right: (-5.0, 0.0),
    Qt.Key.Key_Up: (0.0, 4.0),
    Qt.Key.Key_Down: (0.0, -4.0),
}
_NEARER = {Qt.Key.Key_Plus: 1.2, Qt.Key.Key_Equal: 1.2, Qt.Key.Key_Minus: 1 / 1.2}


class Orbit(Scene):
    """Base class of scenes that look at a landscape.

    Attributes
    ----------
    vista : Vista or None
        What the camera sees; None while there is nothing to see.
    """

    keys = frozenset((*_KEYS, *_NEARER, Qt.Key.Key_0, Qt.Key.Key_Home))
    vista: Vista | None = None

    def take_mouse(self) -> None:
        """Turn the camera with the mouse from now on, and put what belongs to a map away."""
        table = self.plot.turntable
        table.turned.connect(self._on_turned)
        table.moved.connect(self._on_moved)
        table.zoomed.connect(self._on_zoomed)
        table.setVisible(True)
        self.plot.cartoon.setVisible(False)
        for axis in self.plot.axes.values():
            axis.hide()

    def leave_mouse(self) -> None:
        """Put everything back."""
        table = self.plot.turntable
        table.turned.disconnect(self._on_turned)
        table.moved.disconnect(self._on_moved)
        table.zoomed.disconnect(self._on_zoomed)
        table.setVisible(False)
        self.plot.cartoon.setVisible(True)
        if self.plot.race is not None:
            for axis in self.plot.axes.values():
                axis.show()

    def key(self, key: Qt.Key) -> None:
        """Turn, zoom or reset the camera."""
        if self.vista is None:
            return
        camera = self.vista.camera
        if key in _KEYS:
            self.plot.set_camera(camera.turned(*_KEYS[key]))
        elif key in _NEARER:
            self.plot.set_camera(camera.zoomed(_NEARER[key]))
        else:
            self.plot.auto_range()

    def row_at(self, lane: int, point: QPointF) -> int:
        """Return the row of a lane that is drawn nearest to a place in pixels."""
        *_, width, height = self.plot.view()
        best, found = np.inf, 0
        for stroke in self.plot.strokes.strokes:
            if stroke.lane != lane or stroke.rows is None or not len(stroke.rows):
                continue
            distance = np.hypot(
                0.5 * (stroke.x + 1.0) * width - point.x(), 0.5 * (1.0 - stroke.y) * height - point.y()
            )
            if np.isfinite(distance).any() and np.nanmin(distance) < best:
                best = float(np.nanmin(distance))
                found = int(stroke.rows[int(np.nanargmin(distance))])
        return found

    def _on_turned(self, across: float, down: float) -> None:
        if self.vista is not None:
            self.plot.set_camera(self.vista.camera.turned(-_DEGREES * across, _DEGREES * down))

    def _on_moved(self, across: float, down: float) -> None:
        if self.vista is not None:
            width, height = self.vista.size
            self.plot.set_camera(self.vista.camera.moved(across / width, down / height))

    def _on_zoomed(self, factor: float, across: float, down: float) -> None:
        if self.vista is not None:
            width, height = self.vista.size
            place = across / width - 0.5, down / height - 0.5
            self.plot.set_camera(self.vista.camera.zoomed(factor, place))
