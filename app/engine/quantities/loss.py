"""The loss: the function's value on a surface, the mean loss over the whole training set on data."""

from __future__ import annotations

import numpy as np

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import EvaluatedQuantity, Floats, Integers


class Loss(EvaluatedQuantity):
    """On a surface every step has one; on data it is evaluated now and then, L2 term included."""

    name = "loss"
    title = "Loss"
    symbol = "f"
    description = (
        "What the optimizer tries to lower. On data: the mean over the whole training set, with the L2 term."
    )
    rank = 10
    column = "loss"

    def available(self, problem: Problem) -> bool:
        """Every problem has a loss."""
        return True

    def length(self, history: LaneHistory) -> int:
        """Return published rows, of steps or of evaluations."""
        return super().length(history) if _is_evaluated(history) else history.length

    def steps(self, history: LaneHistory, first: int, last: int) -> Integers:
        """Return step numbers."""
        if _is_evaluated(history):
            return super().steps(history, first, last)
        return np.arange(first, last, dtype=np.int64)

    def rows_until(self, history: LaneHistory, step: int) -> int:
        """Return the number of rows up to a step."""
        return super().rows_until(history, step) if _is_evaluated(history) else min(history.length, step + 1)

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        if _is_evaluated(history):
            return super().values(history, problem, first, last)
        return history.batch_loss[first:last]


def _is_evaluated(history: LaneHistory) -> bool:
    return "loss" in history.evaluated
