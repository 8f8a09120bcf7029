"""The length of the gradient that the next step uses."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


class GradientNorm(Quantity):
    """The length of the gradient that the next step uses."""

    name = "gradient_norm"
    title = "Gradient norm"
    symbol = "‖g‖"
    description = (
        "The length of the gradient that the next step uses. It tends to zero at a minimum, and also on "
        "plateaus and at saddles."
    )
    scale = "log"
    better = "lower"
    rank = 50

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        return history.gradient_norm[first:last]
