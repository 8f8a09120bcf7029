"""What the rounds of an online problem have cost more than the best fixed point would have."""

from __future__ import annotations

import numpy as np

from ..history import LaneHistory
from ..online import OnlineProblem
from ..problem import Problem
from ..quantity import Floats, Quantity


class AverageRegret(Quantity):
    """R_T / T, the mean over the rounds so far of f_t(x_t) - f_t(x*); NaN before the first."""

    name = "average_regret"
    title = "Average regret"
    symbol = "R/T"
    description = (
        "What the rounds so far have cost, on average, more than the best fixed point would have. A method "
        "that learns brings it down to zero; one that does not levels off above."
    )
    scale = "linear"
    better = "lower"
    rank = 85

    def available(self, problem: Problem) -> bool:
        """Only a game of many rounds has it."""
        return isinstance(problem, OnlineProblem)

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        assert isinstance(problem, OnlineProblem)
        each = history.plan.accumulate
        rounds = np.arange(max(last - 1, 0) * each).reshape(-1, each)
        slopes = problem.surface.slopes(rounds).mean(axis=1)
        # A round is played at the point before its step.
        cost = slopes[:, None] * (history.theta[: max(last - 1, 0), :, 0] - problem.surface.best)
        found = np.full((last, history.plan.runs), np.nan)
        if last > 1:
            found[1:] = np.cumsum(cost, axis=0) / np.arange(1, last)[:, None]
        return found[first:]
