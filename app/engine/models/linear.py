"""Linear regression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..dense import DenseModel
from ..model_parameter import decay
from ..other_loss import DELTA, choose_loss, loss_choice


class Linear(DenseModel):
    """Least squares: f(θ) = mean of (w·x + b - t)²/2 + λ/2·‖θ‖², from θ = 0.

    Notes
    -----
    With squared error an exact quadratic: with X including a column of ones, the Hessian is XᵀX/n + λ at
    every point.
    """

    name = "linear"
    title = "Linear regression"
    description = (
        "One weight for each feature and a bias, with squared error: a quadratic bowl in many dimensions. "
        "All that theory says of step sizes and rates holds exactly here. With the Huber loss outliers pull "
        "less."
    )
    reference = "Gauss (1809), Theoria motus"
    tasks = ("regression",)
    parameters = (loss_choice("squared_error", "huber"), DELTA, decay())
    rank = 10
    starts_alike = True

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        self.build((), 1, choose_loss(self.values, task))

    def initial(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Return zeros; the problem is convex, so the start does not decide where a run ends."""
        return np.zeros(self.size)
