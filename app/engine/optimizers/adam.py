"""Adam: momentum and RMSprop together, both corrected for their start at zero."""

from __future__ import annotations

import numpy as np

from ..moments import (
    AVERAGE,
    BETA1,
    BETA2,
    CORRECTED_AVERAGE,
    CORRECTED_SQUARES,
    MOVE,
    SQUARES,
    M,
    Moments,
    V,
)
from ..moves import Floats, root_plus
from ..optimizer import EPS, LR, WEIGHT_DECAY
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

BIAS_CORRECTION = Parameter(
    "bias_correction", True,
    "Divides both averages by what they lack from starting at zero. Off, the first steps are larger: up to "
    "6.6 × lr with the default decays. PyTorch, optax and Keras: on.",
    kind="switch", symbol="", live=False,
)  # fmt: skip
EPSILON_HAT = Parameter(
    "epsilon_hat", False,
    "Adds ε to √v before the correction, so that it weighs 1/√(1 − β₂ᵗ) times as much, 32 times at the first "
    "step. PyTorch and optax: off; Keras: on, with ε = 1e-7.",
    kind="switch", symbol="",
)  # fmt: skip
MISPRINT = Parameter(
    "article_misprint", False,
    "A misprint, to see what it does: the article prints √(v − ε) and no bias correction. Where v < ε the "
    "root is not a number (NaN) and the run ends. No library does this.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Adam(Moments):
    """Follow the average gradient, divided by the root of the average squared gradient.

    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2;
    theta = theta - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps).
    In a ravine it moves at nearly the same speed along both axes, until the axes are rotated. optax is the
    same; Keras adds eps (1e-7) before the correction ("epsilon hat"). The article's form,
    theta = theta - lr * m / sqrt(v - eps), is a misprint.

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
    warning = (
        "A large gradient that comes rarely is forgotten before it counts: on such problems Adam can walk to "
        "the worst point, which AMSGrad does not."
    )
    reference = "Kingma & Ba 2015; torch.optim.Adam"
    parameters = (LR, BETA1, BETA2, EPS, BIAS_CORRECTION, EPSILON_HAT, MISPRINT, WEIGHT_DECAY)
    tuned = ("lr", "beta1", "beta2")
    slots = (M, V)

    bias_correction: bool
    epsilon_hat: bool
    article_misprint: bool

    def phases(self) -> tuple[Phase, ...]:
        """Return the two averages, their corrections, and the move."""
        if self.article_misprint:
            move = Phase(
                "theta", "θ", "θ − η m / √(v − ε)",
                "As the article prints it: no correction, and a root that is no number where v is below ε.",
                lambda s: s.theta - s.lr * s.m / np.sqrt(s.v - s.eps), "point",
            )  # fmt: skip
            return (AVERAGE, SQUARES, move)
        if not self.bias_correction:
            return (
                AVERAGE, SQUARES,
                Phase(
                    "theta", "θ", "θ − η m / (√v + ε)",
                    "Each weight moves along its average gradient, in units of its usual size.",
                    lambda s: s.theta - s.lr * s.m / (np.sqrt(s.v) + s.eps), "point",
                ),
            )  # fmt: skip
        if self.epsilon_hat:
            return (
                AVERAGE, SQUARES,
                Phase(
                    "theta", "θ", "θ − η √(1 − β₂<sup>t</sup>)/(1 − β₁<sup>t</sup>) m / (√v + ε)",
                    "Both corrections stand before the fraction, so ε is added to a root not yet corrected.",
                    lambda s: s.theta
                    - s.lr * (1.0 - s.power2 * s.beta2) ** 0.5 / (1.0 - s.power1 * s.beta1)
                    * s.m / (np.sqrt(s.v) + s.eps),
                    "point",
                ),
            )  # fmt: skip
        return (AVERAGE, SQUARES, CORRECTED_AVERAGE, CORRECTED_SQUARES, MOVE)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, correct, divide, move; in PyTorch's order, so that rounding is the same too."""
        self.observe(grad)
        corrected = self.bias_correction and not self.article_misprint
        if corrected and not self.epsilon_hat:
            self.follow(theta, self.corrected_root(self.v))
            return
        if self.article_misprint:
            np.subtract(self.v, self.eps, out=self.scratch)
            np.sqrt(self.scratch, out=self.scratch)
        else:
            root_plus(self.v, self.eps, False, out=self.scratch)
        rate = self.rate
        rate[...] = self.lr
        if corrected:
            np.multiply(rate, self.filled2**0.5 / self.filled1, out=rate)
        np.multiply(self.m, rate, out=self.spare)
        np.divide(self.spare, self.scratch, out=self.scratch)
        np.subtract(theta, self.scratch, out=theta)
