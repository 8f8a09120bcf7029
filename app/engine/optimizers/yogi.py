"""Yogi: Adam whose average of squares changes by small, additive steps."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, CORRECTED_SQUARES, MOVE, M, Moments
from ..moves import Floats, average
from ..optimizer import EPS, LR, WEIGHT_DECAY, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

INITIAL = Parameter(
    "initial_accumulator_value", 1e-6,
    "Where v starts, and m too as in optax, so that the first steps go down by a hair whatever the gradient.",
    low=0.0, scale="log", slider=(1e-8, 1.0), symbol="v₀", live=False,
)  # fmt: skip


class Yogi(Moments):
    """Adam, but v moves towards grad^2 by (1 - beta2) * grad^2, however far away it is.

    m = beta1 * m + (1 - beta1) * grad; v = v - (1 - beta2) * sign(v - grad^2) * grad^2;
    theta = theta - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps).
    For the first hundreds of steps in a ravine it is Adam; thousands of steps after a steep start v has
    hardly fallen, where Adam's is gone and its rate ten times as high. eps is large (1e-3) and shortens the
    steps where the slope is small. PyTorch and Keras have none;
    this is optax's, where m starts at 1e-6 as well as v.

    References
    ----------
    M. Zaheer et al., NeurIPS 2018, "Adaptive Methods for Nonconvex Optimization"; optax.yogi.
    """

    name = "yogi"
    title = "Yogi"
    rank = 170
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>v ← v − (1 − β₂) sign(v − g²) g²<br>"
        "θ ← θ − η m / (1 − β₁<sup>t</sup>) / (√(v / (1 − β₂<sup>t</sup>)) + ε)"
    )
    description = (
        "Adam with a v that falls slowly when gradients become small: the rate rises by and by instead of "
        "shooting up. Made for sparse gradients and noisy problems."
    )
    warning = (
        "Its large ε (1e-3) rules where gradients are below about 0.001: steps there are far shorter than lr."
    )
    reference = "Zaheer et al. 2018; optax.yogi"
    parameters = (
        with_default(LR, 1e-2),
        BETA1,
        with_default(BETA2, 0.999, help="How slowly v approaches the square of the gradient."),
        with_default(EPS, 1e-3),
        INITIAL,
        WEIGHT_DECAY,
    )
    slots = (M, Slot("v", "v", "The size of squared gradients, which it approaches by small steps."))

    initial_accumulator_value: Floats

    def start(self) -> None:
        """Start the running products, and both slots a little above zero."""
        super().start()
        self.m[...] = self.initial_accumulator_value
        self.v[...] = self.initial_accumulator_value

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, their corrections and the move."""
        squares = Phase(
            "v", "v", "v − (1 − β₂) sign(v − g²) g²",
            "The size of squared gradients is approached by small steps, so that it cannot fall fast.",
            lambda s: s.v - s.take2 * np.sign(s.v - s.g * s.g) * s.g * s.g, "square",
        )  # fmt: skip
        return (AVERAGE, squares, CORRECTED_AVERAGE, CORRECTED_SQUARES, MOVE)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average the gradient, move v one small step, divide, move."""
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        np.multiply(grad, grad, out=self.scratch)
        np.subtract(self.v, self.scratch, out=self.spare)
        np.sign(self.spare, out=self.spare)
        np.multiply(self.scratch, self.take2, out=self.scratch)
        np.multiply(self.scratch, self.spare, out=self.scratch)
        np.subtract(self.v, self.scratch, out=self.v)
        self.count()
        self.follow(theta, self.corrected_root(self.v))
