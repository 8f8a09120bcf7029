"""The picture of a surface: colours of a grid of heights, and contour lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from ...engine.surface import Surface
from .height_scale import HeightScale

__all__ = ["SurfaceMap", "chart", "colour_table", "level_of", "paint_heights", "survey"]

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]

_LEVELS = 14
# Differences of greater ones overflow.
_HIGHEST = 1e300


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceMap:
    """Heights over a view, ready to colour.

    Parameters
    ----------
    x, y : (float, float)
        The view.
    shade : ndarray, shape (rows, columns)
        0 for the lowest colour to 1 for the highest; NaN where there is no value. Row 0 is the lowest y.
    contours : tuple of ndarray, shape (n, 2)
        Lines in the coordinates of the view.
    heights : ndarray, shape (rows, columns)
        As they are; NaN where there is no value.
    """

    x: Range
    y: Range
    shade: Floats
    contours: tuple[Floats, ...]
    heights: Floats


def survey(
    surface: Surface, x: Range, y: Range, columns: int, rows: int, contours: str = "usual"
) -> SurfaceMap:
    """Compute the heights of a view.

    Parameters
    ----------
    surface : Surface
    x, y : (float, float)
        The view.
    columns, rows : int
        Of the grid; a value belongs to the middle of its cell.
    contours : {'usual', 'linear', 'log', 'none'}
        Evenly over the heights, or their logarithms; usually whichever the colours show.
    """
    across, up = _middles(x, columns), _middles(y, rows)
    with np.errstate(all="ignore"):
        heights = np.array(surface.value(*np.meshgrid(across, up)), dtype=np.float64)
    return chart(x, y, heights, surface.lowest, surface.colour_scale == "log", contours)


def chart(
    x: Range, y: Range, heights: Floats, lowest: float | None, log: bool, contours: str = "usual"
) -> SurfaceMap:
    """Return the map of heights that are known.

    Parameters
    ----------
    x, y : (float, float)
        The view.
    heights : ndarray, shape (rows, columns)
        In the middles of their cells; what is not finite becomes NaN in place.
    lowest : float, optional
        As of `HeightScale.fit`.
    log : bool
        Whether the colours show logarithms.
    contours : str
        As of `survey`.
    """
    rows, columns = heights.shape
    across, up = _middles(x, columns), _middles(y, rows)
    heights[~(np.abs(heights) < _HIGHEST)] = np.nan
    if np.isnan(heights).all():
        return SurfaceMap(x, y, heights, (), heights)
    raw = heights
    scale = HeightScale.fit(heights, lowest, log)
    heights, low, high = scale.levels(heights), scale.low, scale.high
    if not high > low:
        return SurfaceMap(x, y, np.where(np.isnan(heights), np.nan, 0.5), (), raw)
    with np.errstate(all="ignore"):
        shade = np.clip((heights - low) / (high - low), 0.0, 1.0)
    if contours != "usual":
        even = HeightScale.fit(raw, lowest, contours == "log")
        heights, low, high = even.levels(raw), even.low, even.high
    levels = np.linspace(low, high, _LEVELS + 2)[1:-1] if contours != "none" and high > low else ()
    return SurfaceMap(x, y, shade, _lines(across, up, heights, levels), raw)


def level_of(surveyed: SurfaceMap, height: float) -> tuple[Floats, ...]:
    """Return the lines of one height, each of shape (n, 2), in the coordinates of the view."""
    rows, columns = surveyed.heights.shape
    if not np.isfinite(height):
        return ()
    return _lines(_middles(surveyed.x, columns), _middles(surveyed.y, rows), surveyed.heights, (height,))


def _middles(ends: Range, count: int) -> Floats:
    return ends[0] + (np.arange(count) + 0.5) * ((ends[1] - ends[0]) / count)


def _lines(across: Floats, up: Floats, heights: Floats, levels: Iterable[float]) -> tuple[Floats, ...]:
    import contourpy  # not at the start, which has nothing to draw

    lines = contourpy.contour_generator(across, up, np.ma.masked_invalid(heights), line_type="Separate")
    return tuple(np.asarray(line) for level in levels for line in lines.lines(float(level)))


def colour_table(colours: tuple[str, ...]) -> npt.NDArray[np.uint32]:
    """Return 1024 opaque colours, 0xffRRGGBB, evenly between the given ones."""
    parts = np.array([QColor(colour).getRgb()[:3] for colour in colours], dtype=np.float64)
    at = np.linspace(0, len(parts) - 1, 1024)
    rgb = [
        np.rint(np.interp(at, np.arange(len(parts)), parts[:, index])).astype(np.uint32) for index in range(3)
    ]
    return np.uint32(0xFF000000) | rgb[0] << 16 | rgb[1] << 8 | rgb[2]


def paint_heights(shade: Floats, colours: tuple[str, ...], empty: str) -> QImage:
    """Return a picture with one pixel for each height, the highest row on top."""
    table = np.append(colour_table(colours), np.uint32(QColor(empty).rgb()))
    index = np.where(np.isnan(shade), 1024, np.nan_to_num(shade) * 1023.999).astype(np.int64)
    pixels = np.ascontiguousarray(table[index][::-1])
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
