"""What a plot shows, in words."""

from __future__ import annotations

import numpy as np

from ...engine.quantity import quantities
from ..frame import Frame, RaceView
from .readout import number

__all__ = ["losses", "ranking"]

_MOST = 4


def losses(race: RaceView, frame: Frame) -> list[tuple[float, int]]:
    """Return loss and lane at the playhead of the visible lanes, lowest first; what diverged is left out."""
    loss = quantities["loss"]()
    found = []
    for lane, (history, look) in enumerate(zip(race.history.lanes, frame.looks, strict=True)):
        rows = loss.rows_until(history, frame.steps[lane])
        diverged = int(history.diverged_at[frame.run])
        if not look.visible or not rows or 0 <= diverged <= frame.steps[lane]:
            continue
        value = float(loss.values(history, race.problem, rows - 1, rows)[0, frame.run])
        if np.isfinite(value):
            found.append((value, lane))
    return sorted(found)


def ranking(race: RaceView, frame: Frame, head: str) -> str:
    """Return one sentence with the lanes in the order of their losses."""
    order = losses(race, frame)
    shown = [look for look in frame.looks if look.visible]
    parts = [f"{frame.looks[lane].name} {number(value, 4)}" for value, lane in order[:_MOST]]
    if len(parts) > 1 and order[0][0] < order[1][0]:  # at the start all are equal
        parts[0] += ", lowest"
    rest = len(order) - len(parts)
    if rest > 0:
        parts.append(f"{rest} more")
    gone = len(shown) - len(order)
    if gone:
        parts.append(f"{gone} diverged")
    step = max((step for step, look in zip(frame.steps, frame.looks, strict=True) if look.visible), default=0)
    return (
        f"{head}, loss after {step:,} steps: {'; '.join(parts)}." if parts else f"{head}: no lane is shown."
    )
