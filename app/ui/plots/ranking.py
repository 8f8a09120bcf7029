"""Lanes in the order of what they have reached, and the sentence that says so."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..frame import Frame

__all__ = ["badness", "ranking"]

_SAID = 4


def badness(value: float, better: str) -> float:
    """Return what lanes are sorted by, the best first: least where lower, or nothing, is better.

    Parameters
    ----------
    value : float
        One that is not finite comes last.
    better : {'lower', 'higher', ''}
        As a quantity has it.
    """
    if not math.isfinite(value):
        return math.inf
    return -value if better == "higher" else value


def ranking(
    frame: Frame, what: str, entries: Sequence[tuple[float, str]], better: str, others: Sequence[str] = ()
) -> str:
    """Return where the lanes stand at the playhead, in one sentence.

    Parameters
    ----------
    frame : Frame
    what : str
        The quantity, or quantities.
    entries : sequence of (float, str)
        `badness`, and what is said of a lane, its name first.
    better : {'lower', 'higher', ''}
    others : sequence of str
        What is said of lanes that have no value.
    """
    order = sorted(entries)
    said = [text for _, text in order[:_SAID]]
    if len(order) > 1 and better and order[0][0] < order[1][0]:
        said[0] += ", lowest" if better == "lower" else ", highest"
    said += [f"{len(order) - _SAID} more"] if len(order) > _SAID else []
    said += others
    step = max((s for s, look in zip(frame.steps, frame.looks, strict=True) if look.visible), default=0)
    return f"{what} after {step:,} steps: {'; '.join(said) or 'nothing yet'}."
