"""What is known of a surface before anything is run: the part worth seeing, minima and saddles."""

from __future__ import annotations

import numpy as np

from ...engine.problem import SurfaceProblem
from ...engine.surface import Surface
from ..theme import Theme
from .marks import Mark
from .readout import number
from .scene import Range

__all__ = ["extent_of", "marks_of"]


def extent_of(problem: SurfaceProblem) -> tuple[Range, Range]:
    """Return the surface's domain, wide enough for the start and for paths along a wall."""
    room = 0.03 if problem.surface.walls else 0.0
    ranges = []
    for (low, high), at in zip(problem.surface.domain, problem.start, strict=True):
        pad = 0.06 * (high - low)
        wall = room * (high - low)
        ranges.append((min(low - wall, at - pad), max(high + wall, at + pad)))
    return ranges[0], ranges[1]


def marks_of(surface: Surface, theme: Theme) -> list[Mark]:
    """Return the signs of saddles and minima, in the surface's coordinates."""
    marks = [
        Mark(x, y, "saddle", theme.muted, theme.plot, 6.0, tip=f"saddle at ({number(x, 4)}, {number(y, 4)})")
        for x, y in surface.saddles
    ]
    for x, y in surface.minima:
        value = float(surface.value(np.float64(x), np.float64(y)))
        tip = f"minimum {number(value, 5)} at ({number(x, 4)}, {number(y, 4)})"
        marks.append(Mark(x, y, "minimum", theme.text, theme.plot, 13.0, tip=tip))
    return marks
