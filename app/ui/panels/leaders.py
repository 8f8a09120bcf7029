"""Which lane had the lowest loss so far, and when another took the lead."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import History, LaneHistory
from ...engine.problem import Problem
from ...engine.quantity import quantities

__all__ = ["Leaders"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_BLOCK = 65_536
# A lead that is shorter than this share of the race is not worth a mark: near the start and between lanes
# that are alike there are many.
_SHARE = 0.01


class Leaders:
    """The changes of the lead, reading each row once.

    The lead has the lane with the lowest loss so far; of several runs the lower median counts. Where two
    are equal nobody has it anew.

    Parameters
    ----------
    history : History
    problem : SurfaceProblem or DataProblem
    """

    def __init__(self, history: History, problem: Problem) -> None:
        self._history = history
        self._problem = problem
        self._loss = quantities["loss"]()
        self._hold = max(2, round(_SHARE * history.plan.ticks))
        self._tick = -1
        self._rows = [0 for _ in history.lanes]
        self._best = [np.full(lane.plan.runs, np.inf) for lane in history.lanes]
        self._last = np.full(len(history.lanes), np.inf)
        self._leads, self._since = -1, 0
        self._leader = -1
        self._changes: list[tuple[int, int, int]] = []

    def until(self, tick: int) -> list[tuple[int, int, int]]:
        """Return tick, new and old leader of each change up to a recorded tick, never one before the last."""
        while self._tick < tick:
            last = min(self._tick + _BLOCK, tick)
            self._follow(last)
            self._tick = last
        if self._tick - self._since >= self._hold or self._tick >= self._history.plan.ticks:
            self._note(self._leads, self._since)
        return self._changes

    def _follow(self, last: int) -> None:
        found = [self._lane(index, last) for index in range(len(self._history.lanes))]
        ticks = found[0][0]
        if all(np.array_equal(at, ticks) for at, _ in found):  # in step, as on a surface
            table = np.stack([best for _, best in found])
        else:
            ticks = np.unique(np.concatenate([at for at, _ in found]))
            table = np.empty((len(found), len(ticks)))
            for index, (at, best) in enumerate(found):
                known = np.concatenate([self._last[index : index + 1], best])
                table[index] = known[np.searchsorted(at, ticks, side="right")]
        if not len(ticks):
            return
        self._last = table[:, -1].copy()
        lowest = table.min(axis=0)
        alone = ((table == lowest).sum(axis=0) == 1) & np.isfinite(lowest)
        leads, ticks = table.argmin(axis=0)[alone], ticks[alone]
        new = np.flatnonzero(np.diff(leads, prepend=self._leads))
        if not len(new):
            return
        starts = np.concatenate([[self._since], ticks[new]])
        lanes = np.concatenate([[self._leads], leads[new]])
        for index in np.flatnonzero(np.diff(starts) >= self._hold):
            self._note(int(lanes[index]), int(starts[index]))
        self._leads, self._since = int(lanes[-1]), int(starts[-1])

    def _lane(self, index: int, last: int) -> tuple[Integers, Floats]:
        """Return ticks and lowest losses so far of the rows of a lane that are new."""
        lane, plan = self._history.lanes[index], self._history.plan
        first = self._rows[index]
        rows = max(first, self._loss.rows_until(lane, plan.step_at(index, last)))
        steps = np.asarray(self._loss.steps(lane, first, rows))
        losses = self._losses(lane, first, rows, steps)
        best = np.minimum.accumulate(np.concatenate([self._best[index][None], losses]), axis=0)
        self._rows[index], self._best[index] = rows, best[-1]
        middle = (lane.plan.runs - 1) // 2
        ordered = best[1:] if lane.plan.runs == 1 else np.sort(best[1:], axis=1)
        return -(-steps * plan.ticks // lane.plan.steps), ordered[:, middle]

    def _losses(self, lane: LaneHistory, first: int, rows: int, steps: Integers) -> Floats:
        losses = np.array(self._loss.values(lane, self._problem, first, rows), dtype=np.float64)
        losses[np.isnan(losses)] = np.inf
        gone = lane.diverged_at
        if (gone >= 0).any():
            losses[(gone >= 0) & (steps[:, None] >= gone)] = np.inf
        return losses

    def _note(self, lane: int, tick: int) -> None:
        if lane < 0 or lane == self._leader:
            return
        if self._leader >= 0:
            self._changes.append((tick, lane, self._leader))
        self._leader = lane
