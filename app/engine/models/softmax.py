"""Softmax regression for any number of classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..dense import DenseModel
from ..model_parameter import decay
from ..other_loss import choose_loss, loss_choice


class Softmax(DenseModel):
    """One score for each class, z = Wᵀx + b: f(θ) = mean of log Σ exp(z) - z_t + λ/2·‖θ‖², from θ = 0."""

    name = "softmax"
    title = "Softmax regression"
    description = (
        "A weight for each feature and class, and a bias for each class. Convex, but not strictly: adding "
        "the same to the scores of all classes changes nothing, so the bowl has a flat direction unless "
        "there is an L2 term."
    )
    reference = "Cox (1966), Some procedures connected with the logistic qualitative response curve"
    parameters = (loss_choice("cross_entropy", "squared_error", "hinge"), decay())
    rank = 30
    starts_alike = True

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        self.build((), outputs, choose_loss(self.values, task))

    def initial(self, rng: np.random.Generator) -> npt.NDArray[np.float64]:
        """Return zeros: all classes are equally likely."""
        return np.zeros(self.size)
