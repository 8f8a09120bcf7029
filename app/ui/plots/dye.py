"""The colours of a landscape in the light: those of the map, darker and brighter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from ..theme import Theme
from .surface_map import colour_table
from .tint import mix

__all__ = ["LIGHTS", "LINES", "SHADES", "Dyes", "Words", "dye"]

Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint32]
Dyes = tuple[Words, Words]

SHADES, LIGHTS, LINES = 512, 64, 8


def dye(theme: Theme) -> Dyes:
    """Return the colours of the ground by line, light and shade, and those of the walls by light."""
    table = colour_table(theme.surface_map)[:: 1024 // SHADES]
    base = np.stack([(table >> shift & 255).astype(np.float64) for shift in (16, 8, 0)])
    wall = np.array(QColor(mix(theme.surface_map[1], theme.line, 0.35)).getRgb()[:3], dtype=np.float64)
    light = np.linspace(0.0, 1.0, LIGHTS)
    gain = 0.42 + 1.35 * light if theme.dark else 0.60 + 0.38 * light
    glow = np.clip(light - 0.80, 0.0, 1.0) * (0.30 if theme.dark else 0.45)
    lit = base[:, None, :] * gain[None, :, None]
    lit += (255.0 - lit) * glow[None, :, None]
    line = np.array(QColor(theme.contour).getRgb()[:3], dtype=np.float64)
    dark = line[:, None, None] * (0.45 + 0.75 * light)[None, :, None]
    share = np.linspace(0.0, 0.5, LINES)[None, :, None, None]
    return _pack(lit[:, None] * (1 - share) + dark[:, None] * share).ravel(), _pack(wall[:, None] * gain)


def _pack(rgb: Floats) -> Words:
    red, green, blue = np.clip(np.rint(rgb), 0, 255).astype(np.uint32)
    return np.uint32(0xFF000000) | red << 16 | green << 8 | blue
