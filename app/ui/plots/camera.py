"""From where a landscape is looked at, and where its points fall on the picture.

The projection is parallel: what is as high is drawn as high, near or far, and upright lines stay upright,
which is what makes the picture of a landscape a matter of columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, hypot, radians, sin

import numpy as np
import numpy.typing as npt

__all__ = ["BASE", "HOME", "RISE", "Camera", "Projection"]

Floats = npt.NDArray[np.float64]

# The landscape is 2 by 2 units wide, and this high; it stands on a base.
RISE, BASE = 0.6, 0.06
_LOWEST, _HIGHEST = 12.0, 90.0
_NEAREST, _FARTHEST = 12.0, 0.4
_MARGIN = (34.0, 36.0)
_RAISED = 6.0  # pixels: there are numbers below, and none above


@dataclass(frozen=True, slots=True)
class Projection:
    """Where points of a landscape fall.

    Parameters
    ----------
    scale : float
        Pixels of one unit.
    centre : (float, float)
        Where the middle of the landscape falls, in pixels from the left and from the top.
    azimuth, elevation : float
        Radians.
    """

    scale: float
    centre: tuple[float, float]
    azimuth: float
    elevation: float

    def place(self, x: Floats, y: Floats, z: Floats) -> tuple[Floats, Floats, Floats]:
        """Return pixels to the right and down, and how far away points are, in units.

        Parameters
        ----------
        x, y : ndarray
            From -1 to 1.
        z : ndarray
            From 0 to 1, the highest.
        """
        right = x * cos(self.azimuth) + y * sin(self.azimuth)
        away = y * cos(self.azimuth) - x * sin(self.azimuth)
        up = away * sin(self.elevation) + (z - 0.5) * (RISE * cos(self.elevation))
        return self.centre[0] + self.scale * right, self.centre[1] - self.scale * up, away

    def ground(self, across: Floats, away: Floats) -> tuple[Floats, Floats]:
        """Return x and y of points at a column of the picture and at a distance.

        Parameters
        ----------
        across : ndarray
            Pixels from the left.
        away : ndarray
            Units, as `place` returns them.
        """
        right = (across - self.centre[0]) / self.scale
        turn = cos(self.azimuth), sin(self.azimuth)
        return right * turn[0] - away * turn[1], right * turn[1] + away * turn[0]


@dataclass(frozen=True, slots=True)
class Camera:
    """A place to look from: around the upright axis, and above the ground.

    Parameters
    ----------
    azimuth : float
        Degrees; at 0 x runs to the right, as on the map, and it grows as the landscape turns clockwise.
    elevation : float
        Degrees above the ground, from 12 to 90: from straight above it is the map.
    zoom : float
        1 shows the whole landscape.
    shift : (float, float)
        Of the middle, to the right and down, in widths and heights of the picture.
    """

    azimuth: float = -32.0
    elevation: float = 50.0
    zoom: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    def turned(self, azimuth: float, elevation: float) -> Camera:
        """Return the camera moved by so many degrees."""
        high = min(max(self.elevation + elevation, _LOWEST), _HIGHEST)
        return replace(self, azimuth=(self.azimuth + azimuth + 180.0) % 360.0 - 180.0, elevation=high)

    def zoomed(self, factor: float, at: tuple[float, float] = (0.0, 0.0)) -> Camera:
        """Return the camera nearer to what is seen at a place.

        Parameters
        ----------
        factor : float
        at : (float, float)
            From the middle of the picture, in its widths and heights.
        """
        zoom = min(max(self.zoom * factor, _FARTHEST), _NEAREST)
        factor = zoom / self.zoom
        across, down = (place + factor * (old - place) for place, old in zip(at, self.shift, strict=True))
        return replace(self, zoom=zoom, shift=(across, down))

    def moved(self, across: float, down: float) -> Camera:
        """Return the camera with the picture shifted, in widths and heights."""
        return replace(self, shift=(self.shift[0] + across, self.shift[1] + down))

    def projection(self, width: float, height: float) -> Projection:
        """Return where points fall in a picture of a size in pixels."""
        azimuth, elevation = radians(self.azimuth), radians(self.elevation)
        wide = 2.0 * hypot(1.0, 1.0)
        high = wide * sin(elevation) + (RISE + BASE) * cos(elevation)
        room = max(width - 2 * _MARGIN[0], 0.6 * width), max(height - 2 * _MARGIN[1], 0.6 * height)
        scale = self.zoom * min(room[0] / wide, room[1] / high)
        centre = (0.5 + self.shift[0]) * width, (0.5 + self.shift[1]) * height - _RAISED * self.zoom
        return Projection(scale, centre, azimuth, elevation)


HOME = Camera()
