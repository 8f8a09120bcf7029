"""Nesterov's accelerated gradient, in the form of PyTorch."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

LR_IN_BUFFER = Parameter(
    "lr_in_buffer", False,
    "Keeps lr · g in the buffer instead of g, so that after a drop of lr the old, faster steps fade slowly. "
    "PyTorch and optax: off; Keras: on.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Nesterov(Optimizer):
    """Momentum that looks ahead: b = momentum * b + grad; theta = theta - lr * (grad + momentum * b).

    The drawn point is PyTorch's parameter, which is the look-ahead point y of the theory; the base sequence
    is x = y + lr * momentum * b. On an ill-conditioned bowl it is damped where the heavy ball rings.
    PyTorch, optax and Keras agree for constant lr; Keras keeps lr inside the buffer.

    References
    ----------
    Y. Nesterov, Soviet Math. Dokl. 27 (1983) 372; I. Sutskever et al., ICML 2013;
    torch.optim.SGD(nesterov=True).
    """

    name = "nesterov"
    title = "Nesterov"
    aliases = ("nag", "nesterov_momentum")
    rank = 40
    formula = "b ← μ b + g<br>θ ← θ − η (g + μ b)"
    description = (
        "Momentum that corrects itself early: the gradient is felt where the momentum is about to carry the "
        "point. Less overshoot than the heavy ball in a ravine. The path drawn is the look-ahead point, as "
        "in PyTorch."
    )
    warning = (
        "It bears less lr than the heavy ball: with μ = 0.9 it diverges from lr = 1.36 / curvature on, the "
        "heavy ball from 3.8."
    )
    reference = "Nesterov 1983; Sutskever et al. 2013; torch.optim.SGD(nesterov=True)"
    parameters = (
        with_default(LR, 1e-2),
        decay(
            "momentum",
            0.9,
            "μ",
            "How much of the previous direction is kept; 1/(1 − μ) steps are remembered.",
        ),
        LR_IN_BUFFER,
        WEIGHT_DECAY,
    )
    slots = (
        Slot(
            "b",
            "b",
            "The direction so far: old gradients, each μ times fainter than the next newer one.",
            momentum=True,
        ),
    )

    momentum: Floats
    lr_in_buffer: bool
    b: Floats

    def phases(self) -> tuple[Phase, ...]:
        """Return the buffer, the look-ahead and the move."""
        gradient = "η g" if self.lr_in_buffer else "g"
        return (
            Phase(
                "b", "b", f"μ b + {gradient}",
                "The new direction: the old one, somewhat fainter, and the gradient here.",
                lambda s: s.momentum * s.b + (s.lr * s.g if s.lr_in_buffer else s.g), "direction",
            ),
            Phase(
                "ahead", "d", f"{gradient} + μ b",
                "The gradient and one more push of the buffer: where momentum is about to carry the point.",
                lambda s: (s.lr * s.g if s.lr_in_buffer else s.g) + s.momentum * s.b, "direction",
            ),
            Phase(
                "theta", "θ", "θ − d" if self.lr_in_buffer else "θ − η d",
                "The point moves to where the next gradient is to be felt: it looks ahead.",
                lambda s: s.theta - (s.ahead if s.lr_in_buffer else s.lr * s.ahead), "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Update the buffer, then follow gradient plus one more push of the buffer."""
        if self.lr_in_buffer:
            np.multiply(grad, self.lr, out=grad)
        np.multiply(self.b, self.momentum, out=self.b)
        np.add(self.b, grad, out=self.b)
        np.multiply(self.b, self.momentum, out=self.spare)
        np.add(self.spare, grad, out=self.spare)
        if self.lr_in_buffer:
            np.subtract(theta, self.spare, out=theta)
        else:
            descend(theta, self.spare, self.lr, self.scratch)
