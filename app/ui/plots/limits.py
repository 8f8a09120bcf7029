"""How much of an axis to show: all that matters, held still while it may be."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log2

import numpy as np
import numpy.typing as npt

__all__ = ["FARTHEST", "Extent", "hold", "round_end", "sane_limits"]

Floats = npt.NDArray[np.float64]
Range = tuple[float, float]

# Where a view's width overflows, Qt ends the program.
FARTHEST = 1e150
_BLOWN_UP = 1e3
_DEEP = 1e-16
_PAD = 0.06


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """What one lane would like to show.

    Parameters
    ----------
    values : ndarray
        What is drawn of it; need not be finite.
    start : float
        Its first value.
    diverged : bool
    """

    values: Floats
    start: float
    diverged: bool


def sane_limits(extents: list[Extent], log: bool) -> tuple[Range | None, int]:
    """Return the lowest and highest value to show, and how many lanes leave the picture.

    A lane that diverged may not squeeze the others: it is followed up to a thousand times the start on a
    logarithmic axis, and half as far again as the others reach on a linear one.

    Parameters
    ----------
    extents : list of Extent
    log : bool
        Only values above 0 count.
    """
    usable = [(extent, _usable(extent.values, log)) for extent in extents]
    usable = [(extent, values) for extent, values in usable if len(values)]
    if not usable:
        return None, 0
    calm = [values for extent, values in usable if not extent.diverged]
    starts = [abs(extent.start) for extent, _ in usable if isfinite(extent.start)]
    if log:
        top = _BLOWN_UP * max([*starts, *(float(values[0]) for _, values in usable)])
        bottom = min(top * 1e-3 * _DEEP, *(float(values.max()) for _, values in usable))
        bottom = max(bottom, 0.0)
    else:
        known = (
            np.concatenate(calm)
            if calm
            else np.array([s * sign for s in starts or [1.0] for sign in (-1, 1)])
        )
        low, high = float(known.min()), float(known.max())
        room = 0.5 * (high - low) if calm else 4.0 * (high - low)
        room = room or 0.5 * abs(high) or 1.0
        bottom, top = low - room, high + room
    kept = [values[(values >= bottom) & (values <= top)] for _, values in usable]
    kept = [values for values in kept if len(values)]
    if not kept:
        return None, len(usable)
    low = min(float(values.min()) for values in kept)
    high = max(float(values.max()) for values in kept)
    leaving = sum(_leaves(extent.values, bottom, top) for extent, _ in usable)
    return (low, high), leaving


def hold(now: Range | None, low: float, high: float, tight: bool = False) -> Range:
    """Return a range around low..high in view coordinates, the one at hand if it still fits.

    Parameters
    ----------
    now : (float, float), optional
    low, high : float
    tight : bool
        Nothing more is coming: fit exactly.
    """
    low, high = (min(max(end, -0.1 * FARTHEST), 0.1 * FARTHEST) for end in (low, high))
    span = high - low
    if span <= 0.0 or not isfinite(span):
        span = abs(high) * 0.2 or 1.0
        low, high = low - 0.5 * span, high + 0.5 * span
    wanted = low - _PAD * span, high + _PAD * span
    if now is None or tight:
        return wanted
    if now[0] <= low and high <= now[1] and span >= 0.5 * (now[1] - now[0]):
        return now
    # Only the side that is outgrown moves, and a little farther than it must.
    more = 3 * _PAD * span
    below = low - more if low < now[0] else wanted[0]
    above = high + more if high > now[1] else wanted[1]
    return below, above


def round_end(reached: float, end: float | None) -> float:
    """Return how far a clock's axis goes: the end halved as often as it holds what is reached.

    Parameters
    ----------
    reached : float
    end : float, optional
        Where the race ends; without it, powers of two.
    """
    if end is None:
        return 2.0 ** -floor(-log2(reached)) if reached > 0 else 1.0
    if reached <= 0:
        return end / 2.0 ** max(0, floor(log2(max(end, 1.0)) - 3))
    return end / 2.0 ** max(0, floor(log2(end / reached) + 1e-9))


def _usable(values: Floats, log: bool) -> Floats:
    values = values[np.isfinite(values)]
    return values[values > 0] if log else values


def _leaves(values: Floats, bottom: float, top: float) -> bool:
    with np.errstate(invalid="ignore"):
        return bool((values > top).any() or (values < bottom).any() or np.isposinf(values).any())
