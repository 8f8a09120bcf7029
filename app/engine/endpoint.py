"""What a map of basins records: where each run ends and when it got there, instead of its path.

A race records trajectories, a map endpoints: two recorders, one loop. `EndpointRecord` takes the place of a
lane's history; what the lane writes into its columns is looked at and let go.
"""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from .basin import ELSEWHERE, Basins
from .completion import FARTHEST
from .history import LaneHistory, LanePlan
from .lane import Lane
from .optimizer import Optimizer

__all__ = ["EndpointLane", "EndpointRecord"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]

_FAR_SQUARED = FARTHEST * FARTHEST


class EndpointRecord(LaneHistory):
    """The outcome of each run; memory does not grow with the steps.

    Parameters
    ----------
    plan : LanePlan
    basins : Basins
    target : ndarray, shape (runs,)
        The loss that counts as reached, for each run.

    Attributes
    ----------
    reached : ndarray of int32, shape (runs,)
        The first step with a loss of at most the target, exactly; -1 for none.
    spent_to_reach : ndarray of int32, shape (runs,)
        Gradient evaluations up to that step; -1 for none.
    diverged_at : ndarray of int64, shape (runs,)
        The first diverged step, exactly, or -1. What such a run has reached does not count.
    label : ndarray of int16, shape (runs,)
        The minimum that the run was at when that was looked at last; `ELSEWHERE` for none.
    arrived : ndarray of int32, shape (runs,)
        The first of the steps looked at since which it was at that minimum whenever it was looked at. The
        looks are at step 0, as `Basins.next_look` says and after the last, so that the step is known to
        within ``basins.every`` steps or a sixteenth of it, whichever is more.
    point : ndarray, shape (runs, 2)
        Where the run is in the end.
    """

    def __init__(self, plan: LanePlan, basins: Basins, target: Floats) -> None:
        runs = plan.runs
        self.plan = plan
        self.basins = basins
        self.target = target
        self.evaluated, self.measured = {}, {}
        self.lengths = np.zeros(4, dtype=np.int64)
        self.diverged_at = np.full(runs, -1, dtype=np.int64)
        self.reached = np.full(runs, -1, dtype=np.int32)
        self.spent_to_reach = np.full(runs, -1, dtype=np.int32)
        self.label = np.full(runs, ELSEWHERE, dtype=np.int16)
        self.arrived = np.zeros(runs, dtype=np.int32)
        self.point = np.empty((runs, plan.params), order="F")
        self.optimizer: Optimizer | None = None
        self._open = np.array(target, dtype=np.float64)  # not a number once it is reached
        self._hit = np.empty(runs, dtype=np.bool_)
        self._left = runs
        self._next_look = 0
        nothing = cast(Any, _Sink())
        self.seconds = self.gradient_norm = self.step_length = self.lr = self.gradient = nothing
        self._losses, self._spent = _Latest(), _Latest()
        self.batch_loss, self.evaluations = cast(Any, self._losses), cast(Any, self._spent)
        self.theta = cast(Any, _Points(self))

    def look(self, step: int, theta: Floats) -> None:
        """Take note of the points after a step; loss and evaluations are known by then."""
        loss = self._losses.value
        if self._left:
            self._look_for_target(step, loss)
        # Sums of squares tell at once that all is well with all runs, which is mostly so.
        x, y = theta[:, 0], theta[:, 1]
        if not (np.dot(x, x) + np.dot(y, y) <= _FAR_SQUARED and np.dot(loss, loss) < np.inf):
            fine = (np.abs(theta) <= FARTHEST).all(axis=1) & np.isfinite(loss)
            self.diverged_at[~fine & (self.diverged_at < 0)] = step
        if step == self._next_look:
            self._next_look = min(self.basins.next_look(step), self.plan.steps)
            label = self.basins.label(theta)
            moved = label != self.label
            if moved.any():
                self.arrived[moved], self.label = step, label
            if step == self.plan.steps:
                np.copyto(self.point, theta)

    def _look_for_target(self, step: int, loss: Floats) -> None:
        hit = self._hit
        np.less_equal(loss, self._open, out=hit)
        if hit.any():
            self.reached[hit] = step
            self.spent_to_reach[hit] = self._evaluations()[hit]
            self._open[hit] = np.nan
            self._left -= int(np.count_nonzero(hit))

    def _evaluations(self) -> npt.NDArray[np.int64]:
        spent, optimizer = int(self._spent.value), self.optimizer
        if optimizer is None or optimizer.asked is None:
            return np.full(self.plan.runs, spent)
        # What others of the block have asked for is not counted here.
        return spent - self.plan.accumulate * (optimizer.served - optimizer.asked)


class EndpointLane(Lane):
    """A lane whose history is an `EndpointRecord`."""

    history: EndpointRecord

    def begin(self) -> None:
        """Look at the start."""
        self.history.optimizer = self.optimizer
        super().begin()

    def _publish(self, first: int, last: int, spent: float) -> None:
        self.history.lengths[0] = last + 1


class _Sink:
    """A column that nothing is kept of."""

    def __setitem__(self, row: int, value: object) -> None:
        pass


class _Latest:
    """A column of which the latest row alone is kept."""

    def __init__(self) -> None:
        self.value: Any = 0

    def __setitem__(self, row: int, value: Any) -> None:
        self.value = value

    def __getitem__(self, row: int) -> Any:
        return self.value


class _Points:
    def __init__(self, record: EndpointRecord) -> None:
        self._record = record

    def __setitem__(self, row: int, theta: Floats) -> None:
        self._record.look(row, theta)
