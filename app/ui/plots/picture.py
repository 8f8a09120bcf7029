"""What curves, or paths, give a plot to draw."""

from __future__ import annotations

from dataclasses import dataclass, field

from .bands import Band
from .marks import Mark
from .stroke import Stroke

__all__ = ["Picture"]


@dataclass(slots=True, eq=False)
class Picture:
    """What to draw, each from back to front, and where the lanes' playheads are in view coordinates."""

    strokes: list[Stroke] = field(default_factory=list)
    bands: list[Band] = field(default_factory=list)
    heads: list[Mark] = field(default_factory=list)
    playhead: list[float] = field(default_factory=list)
