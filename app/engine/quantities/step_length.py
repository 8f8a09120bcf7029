"""How far the last step moved."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


class StepLength(Quantity):
    """How far the last step moved."""

    name = "step_length"
    title = "Step length"
    symbol = "‖Δθ‖"
    description = (
        "How far the last step moved. Adaptive methods take steps near the learning rate wherever they are."
    )
    scale = "log"
    better = ""
    rank = 60

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        return history.step_length[first:last]
