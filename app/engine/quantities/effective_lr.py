"""Step length divided by the length of the gradient at the point it left."""

from __future__ import annotations

import numpy as np

from ..history import LaneHistory
from ..problem import Problem
from ..quantity import Floats, Quantity


class EffectiveLr(Quantity):
    """Step length divided by the length of the gradient at the point it left."""

    name = "effective_lr"
    title = "Effective learning rate"
    symbol = "‖Δθ‖/‖g‖"
    description = (
        "Step length divided by the length of the gradient at the point it left. Constant for gradient "
        "descent; see how the others change it. Methods that take their gradients elsewhere (SAM, "
        "Schedule-Free) are measured where they are drawn; Lookahead moves only every k steps."
    )
    scale = "log"
    better = ""
    rank = 70

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the rows."""
        lengths = history.step_length[first:last]
        before = history.gradient_norm[max(first - 1, 0) : max(last - 1, 0)]
        if first == 0 and last > 0:
            before = np.concatenate([np.full((1, lengths.shape[1]), np.nan), before])
        with np.errstate(all="ignore"):
            return np.divide(lengths, before)
