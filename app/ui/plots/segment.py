"""Polylines in pixels as separate segments: clipped to a rectangle, dashed where asked.

Qt draws separate segments of a wide antialiased line up to 80 times faster than the same points as one path.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["clip", "dashed", "length_of", "segments"]

Floats = npt.NDArray[np.float64]

_FAR = 1e9
_DASHES = 20_000


def segments(x: Floats, y: Floats) -> Floats:
    """Return the segments (x1, y1, x2, y2) between neighbouring points; none where either is NaN."""
    points = np.column_stack([x, y])
    lines = np.concatenate([points[:-1], points[1:]], axis=1)
    lines = lines[np.isfinite(lines).all(axis=1)]
    return np.clip(lines, -_FAR, _FAR)


def clip(lines: Floats, left: float, top: float, right: float, bottom: float) -> Floats:
    """Return what of each segment lies in a rectangle, without those that miss it.

    Parameters
    ----------
    lines : ndarray, shape (n, 4)
    left, top, right, bottom : float
    """
    x, y = lines[:, ::2], lines[:, 1::2]
    with np.errstate(invalid="ignore"):
        inside = (
            (x.min(axis=1) >= left)
            & (x.max(axis=1) <= right)
            & (y.min(axis=1) >= top)
            & (y.max(axis=1) <= bottom)
        )
    if inside.all():
        return lines
    x1, y1, x2, y2 = lines.T
    start, end = np.zeros(len(lines)), np.ones(len(lines))
    miss = np.zeros(len(lines), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for origin, move, low, high in ((x1, x2 - x1, left, right), (y1, y2 - y1, top, bottom)):
            a, b = (low - origin) / move, (high - origin) / move
            still = move == 0.0
            miss |= still & ((origin < low) | (origin > high))
            start = np.where(still, start, np.maximum(start, np.minimum(a, b)))
            end = np.where(still, end, np.minimum(end, np.maximum(a, b)))
    keep = ~miss & (start <= end)
    start, end, kept = start[keep, None], end[keep, None], lines[keep]
    origin, move = kept[:, :2], kept[:, 2:] - kept[:, :2]
    return np.concatenate([origin + start * move, origin + end * move], axis=1)


def length_of(lines: Floats) -> float:
    """Return the sum of the lengths."""
    return float(np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]).sum())


def dashed(lines: Floats, pattern: tuple[float, ...]) -> Floats:
    """Cut segments at the ends of dashes and return what is on.

    Parameters
    ----------
    lines : ndarray, shape (n, 4)
        One behind the other; the pattern runs on from each to the next.
    pattern : tuple of float
        Lengths on, off, on, off, ... in pixels.
    """
    lengths = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    ends = np.cumsum(lengths)
    period = sum(pattern)
    if not len(lines) or ends[-1] / period * len(pattern) > _DASHES:
        return lines
    marks = np.cumsum(pattern)
    cuts = (np.arange(int(ends[-1] / period) + 1)[:, None] * period + marks[None]).ravel()
    places = np.union1d(np.concatenate([[0.0], ends]), cuts[cuts < ends[-1]])
    middle = 0.5 * (places[1:] + places[:-1])
    on = np.searchsorted(marks, middle % period, side="right") % 2 == 0
    places, ends_of = places[:-1][on], places[1:][on]
    owner = np.minimum(np.searchsorted(ends, 0.5 * (places + ends_of)), len(lines) - 1)
    safe = np.where(lengths[owner] > 0, lengths[owner], 1.0)
    begin = ends[owner] - lengths[owner]
    base, move = lines[owner, :2], lines[owner, 2:] - lines[owner, :2]
    first = ((places - begin) / safe)[:, None]
    second = ((ends_of - begin) / safe)[:, None]
    return np.concatenate([base + first * move, base + second * move], axis=1)
