"""LARS: momentum whose steps are a fixed share of each layer's weights."""

from __future__ import annotations

import numpy as np

from ..moves import Floats
from ..norm import one_column, rescale_layers, trust_ratios
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

TRUST_COEFFICIENT = Parameter(
    "trust_coefficient", 1e-3,
    "How long a step of each layer is, as a share of the layer's weights and for lr = 1.",
    low=0.0, scale="log", slider=(1e-5, 1.0), symbol="κ",
)  # fmt: skip


class Lars(Optimizer):
    """Momentum, with the gradient of each layer scaled to a share of the length of the layer's weights.

    For each layer: grad = grad * trust_coefficient * ‖theta‖ / ‖grad‖ (as it is where either is zero);
    b = momentum * b + lr * grad; theta = theta - b. Made for very large batches, with lr of the order of 1
    and more. A surface of two variables is one layer: the step depends on the distance to the origin, not on
    the slope. PyTorch and Keras have none; this is optax's rule, with lr inside the buffer. The paper leaves
    biases out of the scaling; here, as in optax by default, each is a layer of its own.

    References
    ----------
    Y. You, I. Gitman, B. Ginsburg, arXiv:1708.03888; optax.lars.
    """

    name = "lars"
    title = "LARS"
    rank = 340
    formula = (
        "g ← g · κ ‖θ‖ / ‖g‖ &nbsp;(for each layer; as it is where either is 0)<br>b ← μ b + η g<br>θ ← θ − b"
    )
    description = (
        "Momentum for very large batches: each layer moves by a fixed share of the length of its weights, "
        "however large its gradient is. On a surface the step grows with the distance from the origin."
    )
    reference = "You, Gitman & Ginsburg 2017; optax.lars"
    parameters = (
        with_default(LR, 1.0, slider=(1e-2, 100.0)),
        decay("momentum", 0.9, "μ", "How much of the previous direction is kept."),
        TRUST_COEFFICIENT,
        WEIGHT_DECAY,
    )
    slots = (Slot("b", "b", "The direction so far, learning rate included.", momentum=True),)
    shape = "layer"
    warning = "Steps do not shrink with the slope: unless weights vanish it settles only as lr falls."

    momentum: Floats
    trust_coefficient: Floats
    b: Floats

    def phases(self) -> tuple[Phase, ...]:
        """Return the ratio of lengths, the buffer and the move."""
        return (
            Phase(
                "ratio", "r", "κ √(Σ θ²) / √(Σ g²), over the layer",
                "The length of the layer's weights over that of its gradient, times the share to move by.",
                lambda s: trust_ratios(s.g, s.theta, s.layers, one_column(s.trust_coefficient)),
            ),
            Phase(
                "scaled", "u", "r g",
                "The direction is the gradient's; the length is a share of the layer's, however steep it is.",
                lambda s: s.ratio * s.g, "gradient",
            ),
            Phase(
                "b", "b", "μ b + η u",
                "These are collected in a buffer, learning rate included: this is the momentum.",
                lambda s: s.momentum * s.b + s.lr * s.scaled, "direction",
            ),
            Phase(
                "theta", "θ", "θ − b",
                "The point moves along the buffer.",
                lambda s: s.theta - s.b, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Rescale each layer's gradient, and follow the buffer."""
        rescale_layers(grad, theta, self.layers, one_column(self.trust_coefficient), self.scratch)
        np.multiply(self.b, self.momentum, out=self.b)
        np.multiply(grad, self.lr, out=self.scratch)
        np.add(self.b, self.scratch, out=self.b)
        np.subtract(theta, self.b, out=theta)
