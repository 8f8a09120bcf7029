"""Where a legend covers least: spots along the border of a plot and within, and what each would cover."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["INSIDE", "SPOTS", "Cover", "Spot", "beads", "costs_of"]

Floats = npt.NDArray[np.float64]
Spot = tuple[float, float]
"""Shares of the room that is left, across and down: (0, 0) is the left upper corner."""

_ALONG = 8  # steps from corner to corner
_GAP = 6.0  # pixels between two beads
_MOST = 200  # beads on one segment
_PIECE = 30.0  # pixels of a path that are as bad as to be one
_REACH = 9.0  # how large a sign is
_NEAR, _FEAR = 25.0, 0.6  # it rather keeps away from the nearest: a path will come to most of them
_AREA = 10.0
_EDGE = 0.4  # a corner is tidier than a place between two
_ADRIFT = 0.6  # and that than one away from the border


def _border() -> tuple[Spot, ...]:
    corners = [(1.0, 0.0), (0.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    shares = [index / _ALONG for index in range(1, _ALONG)]
    sides = [(end, share) for end in (1.0, 0.0) for share in shares]
    return (*corners, *sides, *((share, end) for end in (0.0, 1.0) for share in shares))


SPOTS = _border()
INSIDE: tuple[Spot, ...] = tuple(
    (across / _ALONG, down / _ALONG) for across in range(1, _ALONG) for down in range(1, _ALONG)
)
"""For where each of the `SPOTS` hides something: a landscape may be free in its middle alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """What should stay in sight, in the pixels of a plot.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Along the paths.
    lengths : ndarray, shape (n,)
        Of the piece of path that each stands for.
    signs : ndarray, shape (m, 3)
        x, y, and how bad it is to cover it: 1 for 30 pixels of a path.
    areas : ndarray, shape (k, 4)
        Left, top, right, bottom of what is written.
    """

    points: Floats
    lengths: Floats
    signs: Floats
    areas: Floats


def beads(points: Floats) -> tuple[Floats, Floats]:
    """Return points along a polyline at most some pixels apart, and the length that each stands for.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        In pixels; what is not finite breaks the line.
    """
    if len(points) < 2:
        return points[:0], np.zeros(0)
    moves = np.diff(points, axis=0)
    lengths = np.hypot(moves[:, 0], moves[:, 1])
    kept = np.isfinite(lengths)
    starts, moves, lengths = points[:-1][kept], moves[kept], lengths[kept]
    counts = np.clip(np.ceil(lengths / _GAP), 1, _MOST).astype(np.int64)
    of = np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts) + 0.5) / counts[of]
    return starts[of] + share[:, None] * moves[of], np.minimum(lengths / counts, _GAP)[of]


def costs_of(rects: Floats, spots: tuple[Spot, ...], cover: Cover) -> Floats:
    """Return how bad it would be to stand in each of some places.

    Parameters
    ----------
    rects : ndarray, shape (s, 4)
        Left, top, right, bottom in pixels.
    spots : tuple of Spot
        The same places; those in a corner are a little better.
    cover : Cover
    """
    left, top, right, bottom = rects.T[:, :, None]
    x, y = cover.points.T
    hidden = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    costs: Floats = hidden @ cover.lengths / _PIECE
    x, y, weight = cover.signs.T
    across = np.maximum(np.maximum(left - x, x - right), 0.0)
    down = np.maximum(np.maximum(top - y, y - bottom), 0.0)
    away = np.hypot(across, down)
    costs += (away <= _REACH) @ weight
    costs += _FEAR * np.exp(-away.min(axis=1, initial=np.inf) / _NEAR)
    begin, above, end, below = cover.areas.T
    costs += _AREA * ((begin < right) & (end > left) & (above < bottom) & (below > top)).sum(axis=1)
    edges = np.array([sum(share in (0.0, 1.0) for share in spot) for spot in spots])
    return costs + np.where(edges == 2, 0.0, np.where(edges == 1, _EDGE, _EDGE + _ADRIFT))
