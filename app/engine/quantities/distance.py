"""How far the point is from the nearest known minimum."""

from __future__ import annotations

import numpy as np

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Integers, Quantity


class Distance(Quantity):
    """How far the point is from the nearest known minimum."""

    name = "distance"
    title = "Distance to minimum"
    symbol = "‖θ − θ*‖"
    description = "How far the point is from the nearest known minimum."
    scale = "log"
    better = "lower"
    rank = 90

    def available(self, problem: Problem) -> bool:
        """Only a surface with listed minima has it."""
        return problem.kind == "surface" and len(problem.surface.minima) > 0  # type: ignore[union-attr]

    def length(self, history: LaneHistory) -> int:
        """Return published rows, of steps or of snapshots."""
        return history.length if history.plan.path else history.snapshot_length

    def steps(self, history: LaneHistory, first: int, last: int) -> Integers:
        """Return step numbers."""
        path = history.plan.path
        return super().steps(history, first, last) if path else history.plan.snapshot_at[first:last]

    def rows_until(self, history: LaneHistory, step: int) -> int:
        """Return the number of rows up to a step."""
        if history.plan.path:
            return super().rows_until(history, step)
        return min(self.length(history), int(np.searchsorted(history.plan.snapshot_at, step, side="right")))

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        points = history.theta if history.plan.path else history.snapshots
        return problem.distance(points[first:last])  # type: ignore[union-attr]
