"""SGD with momentum: the heavy ball."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, average, complement, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

DAMPENING = Parameter(
    "dampening", 0.0,
    "Scales the new gradient by 1 − dampening. With dampening = momentum the buffer is a plain average.",
    low=0.0, high=1.0, slider=(0.0, 1.0), symbol="τ",
)  # fmt: skip

LR_IN_BUFFER = Parameter(
    "lr_in_buffer", False,
    "Keeps lr · g in the buffer instead of g, so that after a drop of lr the old, faster steps fade slowly. "
    "PyTorch and optax: off; Keras: on.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Momentum(Optimizer):
    """Keep part of the previous direction: b = momentum * b + (1 - dampening) * grad; theta = theta - lr * b.

    The first buffer is the first gradient, not scaled by 1 - dampening, as in PyTorch. On a ravine the
    zig-zag cancels in the buffer and the steps along the valley add up. optax agrees without dampening;
    Keras keeps lr inside the buffer, which differs only when lr changes.

    References
    ----------
    B. T. Polyak, USSR Comp. Math. Math. Phys. 4 (1964) 1; torch.optim.SGD(momentum=...).
    """

    name = "momentum"
    title = "Momentum"
    aliases = ("heavy_ball", "sgd_momentum")
    rank = 30
    formula = "b ← μ b + (1 − τ) g &nbsp;(first step: b ← g)<br>θ ← θ − η b"
    description = (
        "A heavy ball: part of the previous direction is kept. Noise and zig-zag average out, speed builds "
        "up along the valley, and it overshoots before it turns."
    )
    warning = (
        "Steps build up to lr / (1 − μ), ten times lr with μ = 0.9: an lr that suits plain gradient descent "
        "is often too large."
    )
    reference = "Polyak 1964; torch.optim.SGD(momentum=…)"
    parameters = (
        with_default(LR, 1e-2),
        decay(
            "momentum",
            0.9,
            "μ",
            "How much of the previous direction is kept; 1/(1 − μ) steps are remembered.",
        ),
        DAMPENING,
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
    dampening: Floats
    lr_in_buffer: bool
    b: Floats

    def prepare(self) -> None:
        """Compute 1 - dampening."""
        self.take = complement(self.dampening)

    def start(self) -> None:
        """Remember that the first buffer is the gradient itself."""
        self.fresh = True

    def phases(self) -> tuple[Phase, ...]:
        """Return the buffer and the move along it."""
        first = bool(self.fresh)
        gradient = "η g" if self.lr_in_buffer else "g"
        return (
            Phase(
                "b", "b", gradient if first else f"μ b + (1 − τ) {gradient}",
                "The first direction is the gradient itself." if first else
                "The new direction: the old one, somewhat fainter, and the gradient here.",
                lambda s: self._buffer(s, first), "direction",
            ),
            Phase(
                "theta", "θ", "θ − b" if self.lr_in_buffer else "θ − η b",
                "The point moves along the direction, not along the gradient: that is the momentum.",
                lambda s: s.theta - (s.b if s.lr_in_buffer else s.lr * s.b), "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _buffer(s: State, first: bool) -> Floats:
        gradient: Floats = s.lr * s.g if s.lr_in_buffer else s.g
        return gradient if first else np.asarray(s.momentum * s.b + s.take * gradient)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Blend the gradient into the buffer and follow it."""
        if self.lr_in_buffer:
            np.multiply(grad, self.lr, out=grad)
        if self.fresh:
            np.copyto(self.b, grad)
            self.fresh = False
        else:
            average(self.b, grad, self.momentum, self.take, self.scratch)
        if self.lr_in_buffer:
            np.subtract(theta, self.b, out=theta)
        else:
            descend(theta, self.b, self.lr, self.scratch)
