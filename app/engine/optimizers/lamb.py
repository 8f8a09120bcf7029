"""LAMB: Adam whose steps are a fixed share of each layer's weights."""

from __future__ import annotations

import numpy as np

from ..moments import (
    AVERAGE,
    BETA1,
    BETA2,
    CORRECTED_AVERAGE,
    CORRECTED_SQUARES,
    SQUARES,
    M,
    Moments,
    V,
)
from ..moves import Floats, descend, root_plus
from ..norm import rescale_layers, trust_ratios
from ..optimizer import EPS, LR, WEIGHT_DECAY, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

BIAS_CORRECTION = Parameter(
    "bias_correction", True,
    "Corrects both averages for starting at zero, as optax and Keras do; the first public code did not.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Lamb(Moments):
    """Adam's direction plus weight decay, scaled to the length of the layer's weights.

    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2;
    u = m_hat / (sqrt(v_hat) + eps) + weight_decay * theta; for each layer u = u * ‖theta‖ / ‖u‖ (as it is
    where either is zero); theta = theta - lr * u. Each step changes each layer by the share lr of its length.
    A surface of two variables is one layer: the step depends on the distance to the origin, not on the slope.
    PyTorch has none; optax and Keras agree.

    References
    ----------
    Y. You et al., ICLR 2020, arXiv:1904.00962; optax.lamb.
    """

    name = "lamb"
    title = "LAMB"
    rank = 330
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>v ← β₂ v + (1 − β₂) g²<br>u ← m̂ / (√v̂ + ε) + λ θ<br>"
        "θ ← θ − η u ‖θ‖ / ‖u‖ &nbsp;(for each layer)"
    )
    description = (
        "Adam for very large batches: the direction is Adam's, but each layer moves by the share lr of the "
        "length of its weights. On a surface the step is proportional to the distance from the origin."
    )
    reference = "You et al. 2020; optax.lamb"
    parameters = (
        LR,
        BETA1,
        BETA2,
        with_default(EPS, 1e-6),
        BIAS_CORRECTION,
        with_default(
            WEIGHT_DECAY, 0.0, help="Adds weight_decay · θ to Adam's direction, before it is scaled."
        ),
    )
    slots = (M, V)
    shape = "layer"
    weight_decay_rule = "own"
    tuned = ("lr", "weight_decay")
    warning = "Steps do not shrink with the slope: unless weights vanish it settles only as lr falls."

    bias_correction: bool

    def prepare(self) -> None:
        """Note whether there is weight decay at all."""
        super().prepare()
        self.has_decay = bool(np.any(self.weight_decay))

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, Adam's direction with the decay, the ratio of lengths, and the move."""
        averages: tuple[Phase, ...] = (AVERAGE, SQUARES)
        if self.bias_correction:
            averages = (AVERAGE, SQUARES, CORRECTED_AVERAGE, CORRECTED_SQUARES)
            direction = Phase(
                "update", "u", "m̂ / (√v̂ + ε)",
                "Adam's direction: the average gradient in units of the gradient's usual size.",
                lambda s: s.m_hat / (np.sqrt(s.v_hat) + s.eps), "direction",
            )  # fmt: skip
        else:
            direction = Phase(
                "update", "u", "m / (√v + ε)",
                "Adam's direction, not corrected for the start at zero: its length will not count anyway.",
                lambda s: s.m / (np.sqrt(s.v) + s.eps), "direction",
            )  # fmt: skip
        decay = Phase(
            "update", "u", "u + λ θ",
            "Weight decay joins the direction before its length is set, so it does not lengthen the step.",
            lambda s: s.update + s.weight_decay * s.theta, "direction",
        )  # fmt: skip
        return (
            *averages, direction, *((decay,) if self.has_decay else ()),
            Phase(
                "ratio", "r", "√(Σ θ²) / √(Σ u²), over the layer",
                "How long the layer's weights are against its update.",
                lambda s: trust_ratios(s.update, s.theta, s.layers, 1.0),
            ),
            Phase(
                "theta", "θ", "θ − η r u",
                "Each layer moves by the share η of its own length, however large its gradients are.",
                lambda s: s.theta - s.lr * s.ratio * s.update, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Find Adam's direction, add the decay, and give each layer's update the length of its weights."""
        self.observe(grad)
        if self.bias_correction:
            divisor = self.corrected_root(self.v)
            np.divide(self.m, self.filled1, out=self.spare)
            np.divide(self.spare, divisor, out=self.spare)
        else:
            np.divide(self.m, root_plus(self.v, self.eps, False, out=self.scratch), out=self.spare)
        if self.has_decay:
            np.multiply(theta, self.weight_decay, out=self.scratch)
            np.add(self.spare, self.scratch, out=self.spare)
        rescale_layers(self.spare, theta, self.layers, 1.0, self.scratch)
        descend(theta, self.spare, self.lr, self.scratch)
