"""Which part of the plane of the weights is in sight."""

from __future__ import annotations

from .scene import Range

__all__ = ["CAPTION", "MARGIN", "around", "outgrown"]

# Of what is drawn: beside it, and below it, where the caption stands.
MARGIN, CAPTION = 0.12, 0.22
_NOTHING = 1e-9


def around(now: Range | None, low: float, high: float, below: float = MARGIN) -> Range:
    """Return a range with a margin around low..high.

    Parameters
    ----------
    now : (float, float), optional
        Kept if low..high fits well into it.
    low, high : float
    below : float
        The lower margin, as a share.
    """
    span = high - low
    if now is not None and now[0] <= low and high <= now[1] and span >= 0.55 * (now[1] - now[0]):
        return now
    if span <= _NOTHING:  # the start alone, but for rounding
        pad = max(abs(low) * 0.1, 1e-3)
        return low - pad, high + pad
    return low - below * span, high + MARGIN * span


def outgrown(known: Range, low: float, high: float) -> Range:
    """Return what is known of the loss, wider on the side where paths have left it."""
    pad = 0.5 * MARGIN * (max(high, known[1]) - min(low, known[0]))
    return (known[0] if low >= known[0] else low - pad), (known[1] if high <= known[1] else high + pad)
