"""RMSprop: AdaGrad with a memory that fades."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, accumulate, average, complement, descend, root_plus
from ..optimizer import EPS, LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

_CLAMPED = (
    "The spread v − m² of a weight's gradients was rounded to below 0 and taken as 0; PyTorch would give NaN."
)
CENTERED = Parameter(
    "centered", False,
    "Subtracts the squared mean gradient: divides by the standard deviation instead of the root mean square.",
    kind="switch", symbol="c", live=False,
)  # fmt: skip
EPS_INSIDE = Parameter(
    "eps_inside", False, "Adds ε inside the square root. PyTorch: outside; optax and Keras: inside.",
    kind="switch", symbol="",
)  # fmt: skip

LR_IN_BUFFER = Parameter(
    "lr_in_buffer", False,
    "Keeps lr times the scaled gradient in the buffer, so that after a drop of lr the old, faster steps fade "
    "slowly. PyTorch: off; optax and Keras: on.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class RMSprop(Optimizer):
    """Divide by the root of an exponential average of squared gradients.

    v = alpha * v + (1 - alpha) * grad^2; theta = theta - lr * grad / (sqrt(v) + eps). With momentum, the
    quotient is collected in a buffer, b = momentum * b + quotient, and theta = theta - lr * b. Centered: the
    root of v - m^2, where m is the average gradient. The first step is lr / sqrt(1 - alpha), ten times lr, as
    there is no bias correction. On a constant slope the centered form divides by a vanishing spread and
    explodes; a negative radicand (rounding) is taken as 0, where PyTorch would give NaN, and noted in
    `notice`. optax: decay 0.9 and eps inside the root; Keras: rho 0.9, eps 1e-7 inside; both keep lr inside
    the buffer.

    References
    ----------
    T. Tieleman and G. Hinton, Coursera lecture 6.5 (2012); A. Graves, arXiv:1308.0850; torch.optim.RMSprop.
    """

    name = "rmsprop"
    title = "RMSprop"
    rank = 60
    formula = (
        "v ← α v + (1 − α) g²<br>"
        "b ← μ b + g / (√v + ε) &nbsp;(centered: √(v − m²), m ← α m + (1 − α) g)<br>"
        "θ ← θ − η b"
    )
    description = (
        "AdaGrad with a fading memory: each weight's step is divided by the recent size of its gradient, "
        "so it does not slow down for ever. Steps stay near lr, and it hovers around the minimum."
    )
    warning = (
        "The first step is lr / √(1 − α), ten times lr; and the centered form divides by almost nothing on a "
        "constant slope, so that its steps explode."
    )
    reference = "Tieleman & Hinton 2012; Graves 2013; torch.optim.RMSprop"
    parameters = (
        with_default(LR, 1e-2),
        decay(
            "alpha",
            0.99,
            "α",
            "How slowly the average of squared gradients forgets. Keras and optax use 0.9.",
        ),
        EPS,
        EPS_INSIDE,
        CENTERED,
        decay("momentum", 0.0, "μ", "Collects the scaled steps in a heavy-ball buffer; 0 is plain RMSprop."),
        LR_IN_BUFFER,
        WEIGHT_DECAY,
    )
    slots = (
        Slot("v", "v", "The recent average of squared gradients."),
        Slot("m", "m", "The recent average gradient (centered form only)."),
        Slot("b", "b", "The buffer of scaled steps (with momentum only).", momentum=True),
    )

    alpha: Floats
    eps: Floats
    eps_inside: bool
    centered: bool
    momentum: Floats
    lr_in_buffer: bool
    v: Floats
    m: Floats
    b: Floats

    def prepare(self) -> None:
        """Compute 1 - alpha and whether the buffer is in use."""
        self.take = complement(self.alpha)
        self.has_momentum = bool(np.any(self.momentum))

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, the root, the quotient, its buffer and the move."""
        square = "max(v − m², 0)" if self.centered else "v"
        squares = Phase(
            "v", "v", "α v + (1 − α) g²",
            "The average of squared gradients, which forgets: only recent steepness counts.",
            lambda s: s.alpha * s.v + s.take * s.g * s.g, "square",
        )  # fmt: skip
        average = Phase(
            "m", "m", "α m + (1 − α) g",
            "The average gradient, to be taken off: what is left is how much gradients vary.",
            lambda s: s.alpha * s.m + s.take * s.g, "direction",
        )  # fmt: skip
        root = Phase(
            "root", "r", f"√({square} + ε)" if self.eps_inside else f"√{square} + ε",
            "Its root has the unit of a gradient.",
            self._root,
        )  # fmt: skip
        quotient = Phase(
            "quotient", "d", "g / r",
            "The gradient in units of its recent size: about 1 for every weight.",
            lambda s: s.g / s.root, "direction",
        )  # fmt: skip
        buffer = Phase(
            "b", "b", "μ b + η d" if self.lr_in_buffer else "μ b + d",
            "The quotients are collected in a buffer, as momentum collects gradients.",
            lambda s: s.momentum * s.b + (s.lr * s.quotient if s.lr_in_buffer else s.quotient), "direction",
        )  # fmt: skip
        if self.has_momentum:
            move = Phase(
                "theta", "θ", "θ − b" if self.lr_in_buffer else "θ − η b",
                "The point moves along the buffer.",
                lambda s: s.theta - (s.b if s.lr_in_buffer else s.lr * s.b), "point",
            )  # fmt: skip
        else:
            move = Phase(
                "theta", "θ", "θ − η d",
                "Each weight moves by about η, whatever the scale of its gradient.",
                lambda s: s.theta - s.lr * s.quotient, "point",
            )  # fmt: skip
        return (
            squares, *((average,) if self.centered else ()), root, quotient,
            *((buffer,) if self.has_momentum else ()), move,
        )  # fmt: skip

    @staticmethod
    def _root(s: State) -> Floats:
        square = np.maximum(s.v - s.m * s.m, 0.0) if s.centered else s.v
        return np.asarray(np.sqrt(square + s.eps) if s.eps_inside else np.sqrt(square) + s.eps)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Update the averages, divide, and follow the quotient or its buffer."""
        accumulate(self.v, grad, self.alpha, self.take, self.scratch)
        square = self.v
        if self.centered:
            average(self.m, grad, self.alpha, self.take, self.scratch)
            np.multiply(self.m, self.m, out=self.spare)
            np.subtract(self.v, self.spare, out=self.spare)
            if np.fmin.reduce(self.spare, axis=None) < 0.0:
                self.notice = _CLAMPED
            square = np.maximum(self.spare, 0.0, out=self.spare)
        root_plus(square, self.eps, self.eps_inside, out=self.spare)
        np.divide(grad, self.spare, out=self.spare)
        if self.has_momentum:
            np.multiply(self.b, self.momentum, out=self.b)
            if self.lr_in_buffer:
                np.multiply(self.spare, self.lr, out=self.spare)
            np.add(self.b, self.spare, out=self.b)
            descend(theta, self.b, 1.0 if self.lr_in_buffer else self.lr, self.scratch)
        else:
            descend(theta, self.spare, self.lr, self.scratch)
