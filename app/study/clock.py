"""The clocks of a race: a lane's step in steps, epochs, examples, evaluations or seconds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..engine.history import LaneHistory

__all__ = ["CLOCKS", "places"]

CLOCKS = ("steps", "epochs", "examples", "evaluations", "seconds")

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def places(history: LaneHistory, name: str, steps: Integers) -> Floats:
    """Return where steps lie on a clock.

    Parameters
    ----------
    history : LaneHistory
    name : {'steps', 'epochs', 'examples', 'evaluations', 'seconds'}
        A surface has no epochs and no examples: there, these are steps.
    steps : ndarray of int64
        Recorded ones.
    """
    plan = history.plan
    if name == "evaluations":
        return history.evaluations[steps].astype(np.float64)
    if name == "seconds":
        return np.asarray(history.seconds[steps])
    if plan.steps_per_epoch and name == "epochs":
        return np.asarray(steps / plan.steps_per_epoch)
    if plan.steps_per_epoch and name == "examples":
        # The last batch of an epoch may be smaller.
        epoch, rest = np.divmod(steps, plan.steps_per_epoch)
        seen = epoch * plan.examples + rest * plan.batch_size * plan.accumulate
        return np.asarray(seen, dtype=np.float64)
    return steps.astype(np.float64)
