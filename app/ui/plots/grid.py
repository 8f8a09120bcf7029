"""Grid lines at the ticks of the axes, as a ground of strokes."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from ..theme import LIGHT, Theme
from .stroke import Mapping, draw_lines
from .tick_axis import TickAxis
from .tint import mix

__all__ = ["Grid"]


class Grid:
    """Lines at labelled ticks, and fainter ones between them.

    Parameters
    ----------
    bottom, left : TickAxis

    Attributes
    ----------
    shown : bool
    """

    def __init__(self, bottom: TickAxis, left: TickAxis) -> None:
        self._bottom, self._left = bottom, left
        self._theme = LIGHT
        self.shown = True

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels."""
        if not self.shown:
            return
        minor, major = [], []
        levels = self._bottom.tickValues(mapping.left, mapping.right, mapping.width)
        for index, (_, values) in enumerate(levels[:2]):
            x = mapping.points(np.array(values), np.zeros(len(values)))[:, 0]
            (minor if index else major).extend([at, 0.0, at, mapping.height] for at in np.floor(x) + 0.5)
        levels = self._left.tickValues(mapping.bottom, mapping.top, mapping.height)
        for index, (_, values) in enumerate(levels[:2]):
            y = mapping.points(np.zeros(len(values)), np.array(values))[:, 1]
            (minor if index else major).extend([0.0, at, mapping.width, at] for at in np.floor(y) + 0.5)
        faint = mix(self._theme.grid, self._theme.plot, 0.55)
        for lines, colour in ((minor, faint), (major, self._theme.grid)):
            draw_lines(painter, np.array(lines).reshape(-1, 4), colour, 1.0, False)
