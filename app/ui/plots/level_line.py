"""One level of a surface as a line: where the loss that counts as reached begins."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter

from .segment import dashed
from .stroke import Mapping, draw_lines, pieces_of

__all__ = ["LevelLine"]

Floats = npt.NDArray[np.float64]

_WIDTH = 2.0
_DASHES = (7.0, 5.0)


class LevelLine:
    """A dashed line as a ground of strokes."""

    def __init__(self) -> None:
        self._lines: tuple[Floats, ...] = ()
        self._colour = "#000000"

    @property
    def lines(self) -> tuple[Floats, ...]:
        """Return its parts, each of shape (n, 2), in coordinates of the view."""
        return self._lines

    def set_lines(self, lines: tuple[Floats, ...], colour: str = "#000000") -> None:
        """Take other parts; none takes it away."""
        self._lines, self._colour = lines, colour

    def paint_ground(self, painter: QPainter, mapping: Mapping, ratio: float) -> None:
        """Paint in pixels; ``ratio`` is 0 for a file of vectors."""
        if not self._lines:
            return
        pieces = pieces_of(mapping, [mapping.points(line[:, 0], line[:, 1]) for line in self._lines])
        for index in range(len(self._lines)):
            part = pieces.lines[pieces.of(index)]
            draw_lines(painter, dashed(part, _DASHES, 0.0), self._colour, _WIDTH, True)
