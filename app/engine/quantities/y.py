"""The y coordinate of the point."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem, SurfaceProblem
from ..quantity import Floats, Quantity


class Y(Quantity):
    """The y coordinate of the point."""

    name = "y"
    title = "y"
    symbol = "y"
    description = "The y coordinate of the point."
    scale = "linear"
    better = ""
    rank = 101

    def available(self, problem: Problem) -> bool:
        """Only points of a surface have coordinates."""
        return isinstance(problem, SurfaceProblem) and problem.path and problem.params > 1

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        return history.theta[first:last, :, 1]
