"""The loss on the mini-batch of the next step."""

from __future__ import annotations

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


class BatchLoss(Quantity):
    """The loss on the mini-batch of the next step."""

    name = "batch_loss"
    title = "Mini-batch loss"
    symbol = "f_B"
    description = (
        "The loss on the mini-batch that the next step uses: what the optimizer sees. Noisy, and there is "
        "one for every step."
    )
    scale = "log"
    better = "lower"
    rank = 15

    def available(self, problem: Problem) -> bool:
        """Only data has mini-batches."""
        return problem.kind == "data"

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        return history.batch_loss[first:last]
