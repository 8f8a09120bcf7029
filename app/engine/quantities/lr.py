"""The learning rate of each step, as scheduled."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


class Lr(Quantity):
    """The learning rate of each step, as scheduled."""

    name = "lr"
    title = "Learning rate"
    symbol = "η"
    description = (
        "The learning rate of the last step, with the schedule, the warm-up and what was changed on the way. "
        "What a method makes of it is the effective learning rate."
    )
    scale = "linear"
    better = ""
    rank = 65

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        return history.lr[first:last]
