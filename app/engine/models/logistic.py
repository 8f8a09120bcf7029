"""Logistic regression for two classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..dense import DenseModel
from ..error import InputError
from ..model_parameter import decay
from ..other_loss import choose_loss, loss_choice
from ..sparse import Features

Floats = npt.NDArray[np.float64]


class Logistic(DenseModel):
    """One logit z = w·x + b: f(θ) = mean of log(1 + exp(z)) - t·z + λ/2·‖θ‖², from θ = 0.

    Notes
    -----
    Convex, and smooth with L = λmax(XᵀX/n)/4 + λ, X including a column of ones.
    """

    name = "logistic"
    title = "Logistic regression"
    description = (
        "One weight for each feature and a bias, for two classes. Convex: every optimizer that converges "
        "reaches the same loss. Without an L2 term and with classes that a plane separates, there is no "
        "minimum and the weights grow for ever. With the hinge loss it is a support vector machine."
    )
    reference = "Cox (1958), The regression analysis of binary sequences"
    parameters = (loss_choice("cross_entropy", "hinge"), decay())
    rank = 20
    starts_alike = True

    def __init__(
        self, features: int, outputs: int, task: str, values: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(features, outputs, task, values)
        if outputs != 2:
            raise InputError(
                f"The model logistic is for 2 classes, but the data set has {outputs}. The nearest valid "
                "choice is softmax.",
                "model",
            )
        self.build((), 1, choose_loss(self.values, task, logit=True))

    def initial(self, rng: np.random.Generator) -> Floats:
        """Return zeros: both classes are equally likely."""
        return np.zeros(self.size)

    def outputs_of(self, theta: Floats, features: Features) -> Floats:
        """Return scores as a softmax has them, shape (runs, batch, 2): 0 for class 0, the logit for 1."""
        logit = super().outputs_of(theta, features)
        return np.concatenate([np.zeros_like(logit), logit], axis=2)
