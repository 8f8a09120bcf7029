"""The ground of a landscape: heights and colours of a surface on a grid, and which way it slopes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.surface import Surface
from .camera import RISE
from .height_scale import HeightScale

__all__ = ["Relief", "raise_relief"]

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Range = tuple[float, float]

_HIGHEST = 1e300
# Per cent of the ground that a logarithm would turn into shafts, too narrow to look into.
_FLAT = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Relief:
    """A surface over a part of its plane, which becomes the square from -1 to 1.

    Parameters
    ----------
    surface : Surface
    x, y : (float, float)
        The part of the plane.
    scale : HeightScale
    height, shade : ndarray of float32, shape (n, n)
        From 0 to 1, row 0 at the lowest y, the border included; NaN where there is no value.
    normal : tuple of ndarray of float32, shape (n, n)
        Along x, along y, upwards.
    """

    surface: Surface
    x: Range
    y: Range
    scale: HeightScale
    height: Singles
    shade: Singles
    normal: tuple[Singles, Singles, Singles]

    def square(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return where points of the plane lie in the square from -1 to 1."""
        (left, right), (bottom, top) = self.x, self.y
        with np.errstate(all="ignore"):
            return 2.0 * (x - left) / (right - left) - 1.0, 2.0 * (y - bottom) / (top - bottom) - 1.0

    def plane(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the plane at a place of the square."""
        (left, right), (bottom, top) = self.x, self.y
        return left + 0.5 * (x + 1.0) * (right - left), bottom + 0.5 * (y + 1.0) * (top - bottom)

    def rise(self, x: Floats, y: Floats) -> Floats:
        """Return the heights, 0 to 1, of points of the plane: of the surface itself, not of the grid."""
        with np.errstate(all="ignore"):
            return self.scale.rise(np.asarray(self.surface.value(x, y), dtype=np.float64))


def raise_relief(surface: Surface, x: Range, y: Range, log: bool, count: int) -> Relief:
    """Compute a relief.

    Parameters
    ----------
    surface : Surface
    x, y : (float, float)
    log : bool
        Heights are logarithms of f - f*; the colours are those of the map either way.
    count : int
        Points of the grid along each side.
    """
    grid = np.meshgrid(np.linspace(*x, count), np.linspace(*y, count))
    with np.errstate(all="ignore"):
        values = np.array(surface.value(*grid), dtype=np.float64)
    values[~(np.abs(values) < _HIGHEST)] = np.nan
    if np.isnan(values).all():
        empty = np.full(values.shape, np.nan, np.float32)
        return Relief(surface, x, y, HeightScale(False, 0.0, 0.0, 0.0, 0.0), empty, empty, (empty,) * 3)
    colours = HeightScale.fit(values, surface.lowest, surface.colour_scale == "log")
    scale = HeightScale.fit(values, surface.lowest, log, _FLAT)
    height, shade = scale.rise(values), colours.rise(values)
    filled = np.nan_to_num(height) * RISE
    up, across = np.gradient(filled, 2.0 / (count - 1))
    size = np.sqrt(across**2 + up**2 + 1.0)
    normal = tuple((part / size).astype(np.float32) for part in (-across, -up, np.ones_like(size)))
    return Relief(
        surface,
        x,
        y,
        scale,
        height.astype(np.float32),
        shade.astype(np.float32),
        (normal[0], normal[1], normal[2]),
    )
