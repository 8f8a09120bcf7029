"""AdaBelief: long steps where the gradient is as expected, short ones where it surprises."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, M, Moments
from ..moves import Floats, accumulate, average
from ..optimizer import DECOUPLED, EPS, LR, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

EPS_ROOT = Parameter(
    "eps_root", 1e-16,
    "Added to s at every step, so that it collects there, up to eps_root / (1 − β₂): all that is left of s "
    "on a constant slope. optax and the authors' code: 1e-16.",
    low=0.0, scale="log", slider=(1e-20, 1e-4), symbol="ε′",
)  # fmt: skip


class AdaBelief(Moments):
    """Adam divided by the root of the average squared surprise, grad - m.

    m = beta1 * m + (1 - beta1) * grad; s = beta2 * s + (1 - beta2) * (grad - m)^2 + eps_root;
    theta = theta - lr / (1 - beta1^t) * m / (sqrt(s) / sqrt(1 - beta2^t) + eps).
    In a ravine it hurries along the valley, where the gradient hardly changes, and overshoots more than Adam.
    PyTorch and Keras have none; optax and the authors' code agree (the latter rectifies as RAdam by default).

    References
    ----------
    J. Zhuang et al., NeurIPS 2020, arXiv:2010.07468; optax.adabelief.
    """

    name = "adabelief"
    title = "AdaBelief"
    rank = 160
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>s ← β₂ s + (1 − β₂) (g − m)² + ε′<br>"
        "θ ← θ − η m / (1 − β₁<sup>t</sup>) / (√(s / (1 − β₂<sup>t</sup>)) + ε)"
    )
    description = (
        "Adam that divides by how much the gradient differs from its average: steady slopes give long steps, "
        "changing ones short steps."
    )
    warning = (
        "On a constant slope nothing surprises it: s vanishes and the step grows without bound, to 20 × lr "
        "after 1,000 steps."
    )
    reference = "Zhuang et al. 2020; optax.adabelief"
    parameters = (
        LR,
        BETA1,
        with_default(BETA2, 0.999, help="How slowly the average squared surprise forgets."),
        with_default(EPS, 1e-16, slider=(1e-20, 1.0)),
        EPS_ROOT,
        DECOUPLED,
    )
    weight_decay_rule = "decoupled"
    slots = (M, Slot("s", "s", "The average squared surprise: how far gradients were from their average."))

    eps_root: Floats
    s: Floats

    def phases(self) -> tuple[Phase, ...]:
        """Return the average, the surprise, its average and the move."""
        return (
            AVERAGE,
            Phase(
                "surprise", "d", "g − m",
                "How far this gradient is from what was expected.",
                lambda s: s.g - s.m, "gradient",
            ),
            Phase(
                "s", "s", "β₂ s + (1 − β₂) d² + ε₀",
                "The average squared surprise: small where gradients are as expected.",
                lambda s: s.beta2 * s.s + s.take2 * s.surprise * s.surprise + s.eps_root, "square",
            ),
            CORRECTED_AVERAGE,
            Phase(
                "theta", "θ", "θ − η m̂ / (√(s / (1 − β₂<sup>t</sup>)) + ε)",
                "Weights whose gradients are as expected take large steps, surprised ones small steps.",
                lambda s: s.theta - s.lr * s.m_hat / (np.sqrt(s.s / (1.0 - s.power2 * s.beta2)) + s.eps),
                "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average the gradient, then the square of what it left unexplained; divide, move."""
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        np.subtract(grad, self.m, out=self.spare)
        accumulate(self.s, self.spare, self.beta2, self.take2, self.scratch)
        np.add(self.s, self.eps_root, out=self.s)
        self.count()
        self.follow(theta, self.corrected_root(self.s))
