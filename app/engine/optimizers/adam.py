"""Adam: momentum and RMSprop together, both corrected for their start at zero."""

from __future__ import annotations

import numpy as np

from ..moves import Coefficient, Floats, accumulate, average, complement, plain
from ..optimizer import EPS, LR, WEIGHT_DECAY, Optimizer, Slot, decay
from ..oracle import Oracle
from ..parameter import Parameter

BIAS_CORRECTION = Parameter(
    "bias_correction", True,
    "Divides both averages by what they lack from starting at zero. Off, the first steps are larger: up to "
    "6.6 × lr with the default decays.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Adam(Optimizer):
    """Follow the average gradient, divided by the root of the average squared gradient.

    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2;
    theta = theta - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps).
    In a ravine it moves at nearly the same speed along both axes, until the axes are rotated. optax is the
    same; Keras adds eps (1e-7) before the correction ("epsilon hat").

    References
    ----------
    D. P. Kingma and J. Ba, ICLR 2015, arXiv:1412.6980; torch.optim.Adam.
    """

    name = "adam"
    title = "Adam"
    rank = 80
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>v ← β₂ v + (1 − β₂) g²<br>"
        "m̂ = m / (1 − β₁<sup>t</sup>), v̂ = v / (1 − β₂<sup>t</sup>)<br>"
        "θ ← θ − η m̂ / (√v̂ + ε)"
    )
    description = (
        "Momentum and RMSprop together, both corrected for starting at zero. Each weight moves by about lr a "
        "step, whatever the scale of its gradient; it turns more slowly than RMSprop and overshoots like a "
        "ball."
    )
    reference = "Kingma & Ba 2015; torch.optim.Adam"
    parameters = (
        LR,
        decay("beta1", 0.9, "β₁", "How slowly the average gradient forgets: the momentum."),
        decay("beta2", 0.999, "β₂", "How slowly the average squared gradient forgets."),
        EPS,
        BIAS_CORRECTION,
        WEIGHT_DECAY,
    )
    slots = (
        Slot("m", "m", "The average gradient: momentum."),
        Slot("v", "v", "The average squared gradient: how large gradients have been lately."),
    )

    beta1: Floats
    beta2: Floats
    eps: Floats
    bias_correction: bool
    m: Floats
    v: Floats

    def start(self) -> None:
        """Start the running products; on many rows they cost a thirtieth of ``beta ** t``."""
        self.power1: Coefficient = 1.0
        self.power2: Coefficient = 1.0
        self.rate = np.empty(np.broadcast_shapes(self.lr.shape, self.beta1.shape))
        self.root = np.empty_like(self.beta2)

    def prepare(self) -> None:
        """Compute 1 - beta1 and 1 - beta2."""
        self.take1 = complement(self.beta1)
        self.take2 = complement(self.beta2)
        self.plain = plain(self.lr), plain(self.beta1), plain(self.beta2)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, correct, divide, move; in PyTorch's order, so that rounding is the same too."""
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        accumulate(self.v, grad, self.beta2, self.take2, self.scratch)
        np.sqrt(self.v, out=self.scratch)
        rate = self.lr
        if self.bias_correction:
            lr, beta1, beta2 = self.plain
            self.power1 = self.power1 * beta1
            self.power2 = self.power2 * beta2
            rate = self.rate
            rate[...] = lr / (1.0 - self.power1)
            self.root[...] = (1.0 - self.power2) ** 0.5
            np.divide(self.scratch, self.root, out=self.scratch)
        np.add(self.scratch, self.eps, out=self.scratch)
        np.multiply(self.m, rate, out=self.spare)
        np.divide(self.spare, self.scratch, out=self.scratch)
        np.subtract(theta, self.scratch, out=theta)
