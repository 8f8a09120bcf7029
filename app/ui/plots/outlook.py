"""From where to look at a landscape first: where the start and the minima are not behind a hill."""

from __future__ import annotations

from math import cos, radians, sin, tan

import numpy as np

from .camera import HOME, RISE, Camera
from .relief import Relief

__all__ = ["outlook"]

_TURNS = (0.0, 90.0, -90.0, 180.0)
_WEIGHT = 3
_SAMPLES = 160


def outlook(relief: Relief, start: tuple[float, float]) -> Camera:
    """Return the usual camera, turned as little as it takes to see the start, and most minima.

    Parameters
    ----------
    relief : Relief
    start : (float, float)
        Coordinates of the surface.
    """
    minima = relief.surface.minima[:12]
    points = np.array([start, *minima], dtype=np.float64)
    weights = np.array([_WEIGHT, *(1 for _ in minima)])
    seen = [(weights * _is_seen(relief, points, HOME.turned(turn, 0.0))).sum() for turn in _TURNS]
    return HOME.turned(_TURNS[int(np.argmax(seen))], 0.0)


def _is_seen(relief: Relief, points: np.ndarray, camera: Camera) -> np.ndarray:
    """Return which points have a free line to the viewer."""
    x, y = relief.square(points[:, 0], points[:, 1])
    height = relief.rise(points[:, 0], points[:, 1])
    turn = radians(camera.azimuth)
    along = np.linspace(0.02, 2.9, _SAMPLES)[:, None]
    across, up = x + along * sin(turn), y - along * cos(turn)
    last = len(relief.height) - 1
    with np.errstate(invalid="ignore"):
        inside = (np.abs(across) <= 1.0) & (np.abs(up) <= 1.0)
        column = np.where(inside, (across + 1.0) * 0.5 * last, 0).astype(np.intp)
        row = np.where(inside, (up + 1.0) * 0.5 * last, 0).astype(np.intp)
        line = height + along * (tan(radians(camera.elevation)) / RISE)
        return ~(inside & (relief.height[row, column] > line + 0.02)).any(axis=0)
