"""What a race can be drawn against: clocks, with a step's place on the x axis and back; and quantities."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory, RacePlan
from ...engine.quantity import quantities
from ...study.clock import places

__all__ = ["COUNTS", "X_AXES", "end_of", "is_clock", "places", "step_at", "title_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

X_AXES = {
    "steps": "Step",
    "epochs": "Epoch",
    "examples": "Examples seen",
    "evaluations": "Gradient evaluations",
    "seconds": "Seconds (this machine, NumPy)",
}
COUNTS = ("steps", "examples", "evaluations")


def title_of(name: str) -> str:
    """Return the title of a clock's axis, or of a quantity's.

    Raises
    ------
    KeyError
        If there is neither of this name.
    """
    if name in X_AXES or name not in quantities:
        return X_AXES[name]
    quantity = quantities[name]
    return f"{quantity.title} ({quantity.unit})" if quantity.unit else quantity.title


def is_clock(name: str) -> bool:
    """Return whether an x axis is a clock: what is drawn against it never goes back."""
    return name in X_AXES


def step_at(history: LaneHistory, name: str, x: float, last: int) -> int:
    """Return the step from 0 to ``last`` that lies nearest to a place on an axis."""
    if name in ("evaluations", "seconds"):
        column = (history.evaluations if name == "evaluations" else history.seconds)[: last + 1]
        after = int(np.searchsorted(column, x))
        if after == 0 or after > last:
            # No difference tells two steps apart from very far away.
            return min(after, last)
        return after - 1 if x - column[after - 1] <= column[after] - x else after
    unit = float(places(history, name, np.array([history.plan.steps_per_epoch or 1]))[0])
    unit /= history.plan.steps_per_epoch or 1
    return int(np.clip(np.rint(np.clip(x / unit, -1, last + 1)), 0, last))


def end_of(plan: RacePlan, name: str) -> float | None:
    """Return where a race ends on an axis; None if it is not known before it is over."""
    if name in ("evaluations", "seconds"):
        return None
    ends = []
    for lane in plan.lanes:
        if name == "epochs" and lane.steps_per_epoch:
            ends.append(lane.steps / lane.steps_per_epoch)
        elif name == "examples" and lane.steps_per_epoch:
            ends.append(lane.steps / lane.steps_per_epoch * lane.examples)
        else:
            ends.append(float(lane.steps))
    return max(ends)
