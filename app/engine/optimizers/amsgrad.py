"""AMSGrad: Adam that never forgets the largest average of squares."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, SQUARES, M, Moments, V
from ..moves import Floats, root_plus
from ..optimizer import EPS, LR, WEIGHT_DECAY, Slot
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

MAX_CORRECTED = Parameter(
    "max_corrected", False,
    "Takes the maximum of the bias-corrected v instead of v itself, which differs early on. PyTorch and "
    "Keras: off; optax: on.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class AMSGrad(Moments):
    """Adam divided by the root of the largest v so far, so that the rate of a weight never rises.

    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2; vmax = max(vmax, v);
    theta = theta - lr / (1 - beta1^t) * m / (sqrt(vmax) / sqrt(1 - beta2^t) + eps).
    For the first hundreds of steps in a ravine it is Adam; thousands of steps after a steep start Adam has
    sped up tenfold, and AMSGrad still creeps. Keras is the
    same but for the place of eps; optax takes the maximum of v / (1 - beta2^t).

    References
    ----------
    S. J. Reddi, S. Kale, S. Kumar, ICLR 2018, arXiv:1904.09237; torch.optim.Adam(amsgrad=True).
    """

    name = "amsgrad"
    title = "AMSGrad"
    rank = 120
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>v ← β₂ v + (1 − β₂) g²<br>vₘₐₓ ← max(vₘₐₓ, v)<br>"
        "θ ← θ − η m / (1 − β₁<sup>t</sup>) / (√(vₘₐₓ / (1 − β₂<sup>t</sup>)) + ε)"
    )
    description = (
        "Adam with a long memory: it divides by the largest average of squares so far, so a weight's rate "
        "only falls. It converges on problems built to mislead Adam, and is slower long "
        "after a steep start."
    )
    warning = "One very large gradient, as at a steep start, shortens all later steps for good."
    reference = "Reddi, Kale & Kumar 2018; torch.optim.Adam(amsgrad=True)"
    parameters = (LR, BETA1, BETA2, EPS, MAX_CORRECTED, WEIGHT_DECAY)
    slots = (M, V, Slot("vmax", "vₘₐₓ", "The largest average of squares so far; it only grows."))

    max_corrected: bool
    vmax: Floats

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, the maximum and the move."""
        corrected = self.max_corrected
        largest = Phase(
            "vmax", "vₘₐₓ", "max(vₘₐₓ, v / (1 − β₂<sup>t</sup>))" if corrected else "max(vₘₐₓ, v)",
            "The largest average of squares so far is kept: a rare large gradient is never forgotten.",
            lambda s: np.maximum(s.vmax, s.v / (1.0 - s.power2 * s.beta2) if corrected else s.v), "square",
        )  # fmt: skip
        root = Phase(
            "root", "r", "√vₘₐₓ + ε" if corrected else "√vₘₐₓ / √(1 − β₂<sup>t</sup>) + ε",
            "Its root divides the step, which can therefore only become smaller.",
            lambda s: np.sqrt(s.vmax) / (1.0 if corrected else (1.0 - s.power2 * s.beta2) ** 0.5) + s.eps,
        )  # fmt: skip
        move = Phase(
            "theta", "θ", "θ − η m̂ / r",
            "Each weight moves along its average gradient, in units of its largest usual size.",
            lambda s: s.theta - s.lr * s.m_hat / s.root, "point",
        )  # fmt: skip
        return (AVERAGE, SQUARES, CORRECTED_AVERAGE, largest, root, move)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, keep the maximum, divide by its root, move."""
        self.observe(grad)
        if self.max_corrected:
            np.divide(self.v, self.filled2, out=self.scratch)
            np.maximum(self.vmax, self.scratch, out=self.vmax)
            self.follow(theta, root_plus(self.vmax, self.eps, False, out=self.scratch))
        else:
            np.maximum(self.vmax, self.v, out=self.vmax)
            self.follow(theta, self.corrected_root(self.vmax))
