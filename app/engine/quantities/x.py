"""The x coordinate of the point."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem, SurfaceProblem
from ..quantity import Floats, Quantity


class X(Quantity):
    """The x coordinate of the point."""

    name = "x"
    title = "x"
    symbol = "x"
    description = "The x coordinate of the point."
    scale = "linear"
    better = ""
    rank = 100

    def available(self, problem: Problem) -> bool:
        """Only points of a surface have coordinates."""
        return isinstance(problem, SurfaceProblem) and problem.path

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        return history.theta[first:last, :, 0]
