"""How far the value is above the lowest possible one."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


class Suboptimality(Quantity):
    """How far the value is above the lowest possible one."""

    name = "suboptimality"
    title = "f − f*"
    symbol = "f − f*"
    description = "How far the value is above the lowest possible one."
    scale = "log"
    better = "lower"
    rank = 80

    def available(self, problem: Problem) -> bool:
        """Only a surface with a known minimum has it."""
        return problem.kind == "surface" and problem.surface.lowest is not None  # type: ignore[union-attr]

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        lowest: float = problem.surface.lowest  # type: ignore[union-attr, assignment]
        return history.batch_loss[first:last] - lowest
