"""How far the point is from the nearest known minimum."""

from __future__ import annotations

import numpy as np

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


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

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        points = history.theta[first:last]
        nearest = np.full(points.shape[:2], np.inf)
        for x, y in problem.surface.minima:  # type: ignore[union-attr]
            np.minimum(nearest, np.hypot(points[..., 0] - x, points[..., 1] - y), out=nearest)
        return nearest
