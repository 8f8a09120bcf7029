"""Arrows on a grid: which way is downhill, and how steep it is there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter

from ...engine.surface import Surface
from .stroke import Mapping, draw_lines

__all__ = ["GradientField", "arrows"]

Floats = npt.NDArray[np.float64]

_APART = 34.0  # pixels
_SHORTEST, _LONGEST = 5.0, 26.0
_WING, _TURN = 0.36, 0.5  # of the arrow's length; radians
_RANGE = (2.0, 98.0)  # percentiles of the logarithms that the lengths are spread over


def arrows(surface: Surface, mapping: Mapping) -> Floats:
    """Return the segments of all arrows of a view in pixels, shape (n, 4): shafts first, then wings.

    An arrow points where a step of gradient descent goes on the screen. Its length is even in the logarithm
    of the slope, from the flattest to the steepest place in view; where the slope is 0 or has no value there
    is none.
    """
    across = np.arange(0.5 * _APART, mapping.width, _APART)
    down = np.arange(0.5 * _APART, mapping.height, _APART)
    left, top = (part.ravel() for part in np.meshgrid(across, down))
    scale = mapping.width / (mapping.right - mapping.left), mapping.height / (mapping.top - mapping.bottom)
    with np.errstate(all="ignore"):
        _, slope_x, slope_y = surface.evaluate(mapping.left + left / scale[0], mapping.top - top / scale[1])
        slope_x, slope_y = (np.broadcast_to(part, left.shape) for part in (slope_x, slope_y))
        steep = np.log(np.hypot(slope_x, slope_y))
        x, y = -slope_x * scale[0], slope_y * scale[1]
        length = np.hypot(x, y)
    here = np.isfinite(steep) & np.isfinite(length) & (length > 0.0)
    if not here.any():
        return np.zeros((0, 4))
    left, top, steep, x, y = left[here], top[here], steep[here], x[here], y[here]
    low, high = np.percentile(steep, _RANGE)
    share = np.clip((steep - low) / (high - low), 0.0, 1.0) if high - low > 1e-9 else np.full(len(steep), 0.5)
    drawn = _SHORTEST + (_LONGEST - _SHORTEST) * share
    angle = np.arctan2(y, x)
    end_x, end_y = left + 0.5 * drawn * np.cos(angle), top + 0.5 * drawn * np.sin(angle)
    start_x, start_y = 2.0 * left - end_x, 2.0 * top - end_y
    parts = [np.column_stack([start_x, start_y, end_x, end_y])]
    for turn in (_TURN, -_TURN):
        back_x, back_y = np.cos(angle + turn) * drawn * _WING, np.sin(angle + turn) * drawn * _WING
        parts.append(np.column_stack([end_x, end_y, end_x - back_x, end_y - back_y]))
    return np.concatenate(parts)


class GradientField:
    """The arrows of a surface as a ground of strokes, reckoned once for a view."""

    def __init__(self) -> None:
        self._surface: Surface | None = None
        self._colour = "#000000"
        self._ready: tuple[Mapping, Floats] | None = None

    @property
    def shown(self) -> bool:
        """Return whether there is a surface to show."""
        return self._surface is not None

    def set_surface(self, surface: Surface | None, colour: str = "#000000") -> None:
        """Take another surface, or none."""
        self._surface, self._colour, self._ready = surface, colour, None

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels; ``ratio`` is 0 for a file of vectors."""
        if self._surface is None:
            return
        if self._ready is None or self._ready[0] != mapping:
            self._ready = mapping, arrows(self._surface, mapping)
        draw_lines(painter, self._ready[1], self._colour, 1.2, True)
