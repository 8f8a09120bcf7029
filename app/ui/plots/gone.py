"""Runs that have diverged: which they are, when it was, and the mark where their line leaves the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ..frame import Frame
from .marks import Mark
from .segment import exit_of
from .series import Series
from .trail import View

__all__ = ["FEW", "gone_at", "gone_mark", "gone_runs"]

FEW = 3
"""Of so many lanes each is named; of more, their number."""


class _Drawn(Protocol):
    history: LaneHistory
    main: Series


def gone_at(frame: Frame, index: int, lane: _Drawn) -> int:
    """Return the step at which the run shown of a lane has diverged; -1 for not yet, or of a median."""
    diverged = int(lane.history.diverged_at[frame.run])
    return diverged if not lane.main.band and diverged <= frame.steps[index] else -1


def gone_mark(
    line: npt.NDArray[np.float64], view: View, step: int, few: bool, colour: str, ground: str, lane: int
) -> Mark:
    """Return the cross where a line leaves the picture for good.

    Parameters
    ----------
    line : ndarray, shape (n, 2)
        In view coordinates.
    view : View
    step : int
        At which the run has diverged.
    few : bool
        Whether there is room to say so.
    colour, ground : str
    lane : int
    """
    left, right, bottom, top = view[:4]
    x, y = exit_of(line, left, bottom, right, top)
    label = f"diverged at step {step:,}" if few else ""
    return Mark(x, y, "cross", colour, ground, 7.0, label, lane=lane)


def gone_runs(frame: Frame, lanes: Sequence[_Drawn]) -> str:
    """Return how many runs behind the middle of each visible lane have diverged, in words; empty for none."""
    parts = []
    for index, (lane, look) in enumerate(zip(lanes, frame.looks, strict=True)):
        at = lane.history.diverged_at
        count = int(((at >= 0) & (at <= frame.steps[index])).sum())
        if look.visible and lane.main.band and count:
            parts.append(f"{count} of {lane.main.runs} of {look.name}")
    if len(parts) > FEW:
        return f"Runs of {len(parts)} lanes diverged"
    return f"Runs that diverged: {', '.join(parts)}" if parts else ""
