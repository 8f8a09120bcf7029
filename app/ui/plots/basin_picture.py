"""Maps of basins as images: colours of minima, brightness of steps, hatching where runs diverged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ...study.basin.block import DIVERGED, ELSEWHERE, OUTSIDE
from ...study.basin.map import BasinMap
from ..theme import Theme
from .surface_map import colour_table
from .tint import mix

__all__ = [
    "MEASURES",
    "PALETTE",
    "RAMP",
    "Difference",
    "both_colour",
    "difference_of",
    "minimum_colour",
    "other_colour",
    "paint_difference",
    "paint_minima",
    "paint_numbers",
    "range_of",
]

Numbers = npt.NDArray[np.int32]
Pixels = npt.NDArray[np.uint32]

# Paul Tol's light scheme: apart for all common kinds of colour blindness, and from the colours of the lanes.
PALETTE = ("#77aadd", "#eedd88", "#ee8866", "#44bb99", "#ffaabb", "#bbcc33", "#99ddff", "#aaaa00")
# Cividis, which looks alike to all eyes, from few steps to many.
RAMP = ("#ffea46", "#d3c064", "#a69d75", "#7c7b78", "#575d6d", "#233e6c", "#00224e")
MEASURES = {
    "minimum": "Minimum reached",
    "steps": "Steps to the target",
    "evaluations": "Gradient evaluations",
}

_DARK, _DEEPEST = "#10141a", 0.68
_SIDE = 800  # about so many pixels: fine enough for a hatching
_HATCH = 8


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Where two maps differ, on the finest level that both have.

    Parameters
    ----------
    kind : ndarray of int8, shape (level, level)
        0: the same. 1: only the first map has something there, such as a minimum. 2: only the second. 3: both
        have, but another minimum. For numbers: 1, the first is lower; 2, the second is; 3 never.
    weight : ndarray, shape (level, level)
        How strong the difference is, from 0 to 1.
    """

    kind: npt.NDArray[np.int8]
    weight: npt.NDArray[np.float64]

    def share(self, kind: int) -> float:
        """Return which share of the starts is of a kind."""
        return float((self.kind == kind).mean())


def minimum_colour(number: int) -> str:
    """Return the colour of a minimum."""
    return PALETTE[number % len(PALETTE)]


def other_colour(code: int, theme: Theme) -> str:
    """Return the ground colour of what is no minimum."""
    greys = {
        ELSEWHERE: ("#c3c9d0", "#4b535e"),
        OUTSIDE: ("#e4e7eb", "#2c323b"),
        DIVERGED: ("#2b2f36", "#0d0f13"),
    }
    return greys[code][theme.dark]


def both_colour(theme: Theme) -> str:
    """Return the colour of starts from which two lanes reach different minima."""
    return mix(theme.text, theme.plot, 0.4)


def paint_minima(found: BasinMap, steps: int, theme: Theme) -> QImage:
    """Return colours of the minima, darker where a run arrives later, by the logarithm of the step."""
    minimum, arrived = found.layer("minimum"), found.layer("arrived")
    late = np.log1p(np.maximum(arrived, 0)) / np.log1p(steps)
    shade = np.minimum((late * 255.999).astype(np.int64), 255)
    tables = np.stack([_shades(colour) for colour in PALETTE])
    pixels = tables[minimum % len(PALETTE), shade]
    return _image(_with_others(pixels, minimum, theme), minimum, theme)


def range_of(maps: list[BasinMap], name: str) -> tuple[int, int]:
    """Return the lowest and the highest number of steps or evaluations of some maps; (1, 1) for none."""
    ends = [(1, 1)]
    for found in maps:
        layer = found.layer(name) if found.level else np.zeros((0, 0))
        known = layer[layer >= 0]
        if known.size:
            ends.append((int(known.min()), int(known.max())))
    known_ends = ends[1:] or ends
    return min(low for low, _ in known_ends), max(high for _, high in known_ends)


def paint_numbers(found: BasinMap, name: str, ends: tuple[int, int], theme: Theme) -> QImage:
    """Return steps or evaluations to the target in colours, by the logarithm; a miss is grey."""
    values, minimum = found.layer(name), found.layer("minimum")
    low, high = np.log1p(ends[0]), np.log1p(ends[1])
    part = (np.log1p(np.maximum(values, 0)) - low) / max(high - low, 1e-9)
    pixels = colour_table(RAMP)[np.clip(part * 1023.999, 0, 1023).astype(np.int64)]
    outcome = np.where(values >= 0, 0, np.where(minimum >= 0, ELSEWHERE, minimum))
    return _image(_with_others(pixels, outcome, theme), outcome, theme)


def difference_of(one: BasinMap, other: BasinMap, name: str) -> Difference:
    """Return where two maps differ in the minimum, in steps or in evaluations."""
    level = min(one.level, other.level)
    a, b = (each.layer(name, level).astype(np.int64) for each in (one, other))
    has_a, has_b = a >= 0, b >= 0
    kind = np.zeros(a.shape, dtype=np.int8)
    kind[has_a & ~has_b], kind[has_b & ~has_a] = 1, 2
    weight = np.ones(a.shape)
    both = has_a & has_b
    if name == "minimum":
        kind[both & (a != b)] = 3
    else:
        kind[both & (a < b)], kind[both & (a > b)] = 1, 2
        factor = np.abs(np.log2((1.0 + np.maximum(a, 0)) / (1.0 + np.maximum(b, 0))))
        weight[both] = np.clip(factor[both] / 2.0, 0.15, 1.0)  # full at four times as many
    return Difference(kind, weight)


def paint_difference(found: Difference, colours: tuple[str, str], theme: Theme) -> QImage:
    """Return the difference of two lanes: each wins in its colour; both, but elsewhere, in that of text."""
    ground = QColor(theme.plot).getRgb()[:3]
    tops = np.array(
        [ground, *(QColor(each).getRgb()[:3] for each in (*colours, both_colour(theme)))], dtype=np.float64
    )
    weight = found.weight[..., None]
    rgb = np.rint(tops[found.kind] * weight + np.array(ground) * (1.0 - weight)).astype(np.uint32)
    pixels = np.uint32(0xFF000000) | rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]
    return _image(pixels, np.zeros(pixels.shape, dtype=np.int16), theme)


def _shades(colour: str) -> Pixels:
    """Return 256 colours from the full one to a dark one."""
    full, dark = (np.array(QColor(each).getRgb()[:3], dtype=np.float64) for each in (colour, _DARK))
    part = np.linspace(0.0, _DEEPEST, 256)[:, None]
    rgb = np.rint(full * (1.0 - part) + dark * part).astype(np.uint32)
    return np.asarray(np.uint32(0xFF000000) | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2])


def _with_others(pixels: Pixels, outcome: npt.NDArray[np.integer], theme: Theme) -> Pixels:
    for code in (ELSEWHERE, OUTSIDE, DIVERGED):
        pixels[outcome == code] = QColor(other_colour(code, theme)).rgb()
    return pixels


def _image(pixels: Pixels, outcome: npt.NDArray[np.integer], theme: Theme) -> QImage:
    """Return an image of whole pixels per start, hatched where runs left or diverged."""
    each = max(_SIDE // len(pixels), 1)
    large = np.repeat(np.repeat(pixels[::-1], each, axis=0), each, axis=1)
    marked = (outcome == DIVERGED) | (outcome == OUTSIDE)
    if marked.any():
        along = np.arange(len(large))
        signs = np.repeat(np.repeat(outcome[::-1], each, axis=0), each, axis=1)
        rising = (along[:, None] + along[None]) % (2 * _HATCH) < 3
        falling = (along[:, None] - along[None]) % (4 * _HATCH) < 2
        large[(signs == DIVERGED) & rising] = QColor("#f4f4f4").rgb()
        large[(signs == OUTSIDE) & falling] = QColor(theme.muted).rgb()
    large = np.ascontiguousarray(large)
    rows, columns = large.shape
    return QImage(large.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
