"""Prodigy: Adam that finds its own learning rate from the distance it has come."""

from __future__ import annotations

import numpy as np

from ..distance import BIAS_CORRECTION, D0, DECOUPLE, RATE, WEIGHT_DECAY_OF_D, AdamDistance
from ..moments import BETA1, BETA2
from ..moves import Floats, accumulate, average
from ..norm import absolute_sum, dot, one_column
from ..optimizer import EPS, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

D_COEF = Parameter(
    "d_coef", 1.0, "Multiplies the estimate; this, not lr, is what the authors tune.",
    low=0.0, open_low=True, scale="log", slider=(0.1, 10.0), symbol="κ",
)  # fmt: skip
SAFEGUARD = Parameter(
    "safeguard_warmup", False,
    "Leaves lr out of the divisor of the estimate, so that a learning rate warm-up does not inflate d.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Prodigy(AdamDistance):
    """Adam with lr times d, an estimate of the distance to the solution that grows on the way.

    With beta3 = sqrt(beta2) and e = d * lr: m = beta1 * m + (1 - beta1) * d * grad;
    v = beta2 * v + (1 - beta2) * d^2 * grad^2; a = beta3 * a + d / d0 * e * <grad, x0 - theta>;
    s = beta3 * s + d / d0 * e * grad; d' = max(d, d_coef * a / ‖s‖₁);
    theta = theta * (1 - e * weight_decay) - e * m / (sqrt(v) + d' * eps). Only the divisor has the new d'.
    It starts invisibly, with d = 1e-6: look at d on a logarithmic axis; then it moves like Adam with a well
    chosen rate. lr stays 1. The authors' `growth_rate` (no limit by default) and `slice_p` are not offered.
    PyTorch and Keras have none; optax has the bias correction always on.

    References
    ----------
    K. Mishchenko and A. Defazio, ICML 2024, arXiv:2306.06101; prodigyopt.Prodigy.
    """

    name = "prodigy"
    title = "Prodigy"
    rank = 370
    formula = (
        "m ← β₁ m + (1 − β₁) d g<br>v ← β₂ v + (1 − β₂) d² g²<br>"
        "a ← β₃ a + (d² η / d₀) ⟨g, x₀ − θ⟩<br>s ← β₃ s + (d² η / d₀) g<br>"
        "d′ = max(d, κ a / ‖s‖₁), &nbsp;β₃ = √β₂<br>θ ← θ − d η (m / (√v + d′ ε) + λ θ), &nbsp;d ← d′"
    )
    description = (
        "Adam without a learning rate to choose: d estimates how far the solution is, from how far the "
        "gradients have carried it. Nothing seems to happen at first; d grows by orders of magnitude within "
        "some steps, and then it moves as fast as a tuned Adam."
    )
    reference = "Mishchenko & Defazio 2024; prodigyopt.Prodigy"
    parameters = (
        with_default(RATE, 1.0, help="Multiplies d. Leave it at 1; tune d_coef instead."),
        BETA1,
        BETA2,
        EPS,
        D0,
        D_COEF,
        BIAS_CORRECTION,
        SAFEGUARD,
        with_default(DECOUPLE, True),
        WEIGHT_DECAY_OF_D,
    )
    slots = (
        Slot("m", "m", "The average of d times the gradient.", momentum=True),
        Slot("v", "v", "The average of d² times the squared gradient."),
        Slot("s", "s", "A weighted sum of gradients: where they would have carried θ."),
        Slot("x0", "x₀", "The start, from which the way is measured."),
    )
    tuned = ("d_coef",)

    d_coef: Floats
    safeguard_warmup: bool
    x0: Floats

    def begin(self, theta: Floats) -> None:
        """Remember the start."""
        np.copyto(self.x0, theta)

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, the averages, the estimate of the distance, and the move."""
        weight = "d" if self.safeguard_warmup else "e"
        return (
            *self.first_phases(),
            Phase(
                "m", "m", "β₁ m + (1 − β₁) d g",
                "The average gradient, times the distance known by then: this is the momentum.",
                lambda s: s.beta1 * s.m + s.take1 * s.d * s.g, "direction",
            ),
            Phase(
                "v", "v", "β₂ v + (1 − β₂)(d g)²",
                "The average of the same thing squared: how large it usually is.",
                lambda s: s.beta2 * s.v + s.take2 * (s.d * s.g) ** 2, "square",
            ),
            Phase(
                "progress", "a", "√β₂ a + d / d₀ e Σ g (x₀ − θ)",
                "How far the start lies uphill: it grows as long as gradients point back along the way come.",
                lambda s: s.longer * s.progress
                + s.d / one_column(s.d0) * s.stride * dot(s.g, s.x0 - s.theta, np.empty_like(s.g)),
            ),
            Phase(
                "s", "s", f"√β₂ s + d / d₀ {weight} g",
                "The gradients with the same weights, added up: how far they would have carried the point.",
                self._sum, "direction",
            ),
            Phase(
                "d", "d", "max(d, κ a / Σ|s|)",
                "Their quotient is a lower bound of the distance to the solution; the estimate only grows.",
                lambda s: s.raise_distance(
                    one_column(s.d_coef) * s.progress, absolute_sum(s.s, np.empty_like(s.s))
                ),
            ),
            *self.last_phases(
                Phase(
                    "theta", "θ", "θ − e m / (√v + d ε)",
                    "An Adam step whose rate is the distance known before this step.",
                    lambda s: s.theta - s.stride * s.m / (np.sqrt(s.v) + s.d * one_column(s.eps)), "point",
                )
            ),
        )  # fmt: skip

    @staticmethod
    def _sum(s: State) -> Floats:
        weight = s.d if s.safeguard_warmup else s.stride
        return np.asarray(s.longer * s.s + s.d / one_column(s.d0) * weight * s.g)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Update the averages with the old d, raise d, and step with the old rate."""
        self.decay_gradient(theta, grad)
        rate, gain = self.stride(), self.d / one_column(self.d0)
        np.subtract(self.x0, theta, out=self.spare)
        self.progress *= self.longer
        self.progress += gain * rate * dot(grad, self.spare, self.scratch)
        average(self.m, grad, self.beta1, self.d * self.take1, self.scratch)
        accumulate(self.v, grad, self.beta2, self.d * self.d * self.take2, self.scratch)
        average(self.s, grad, self.longer, gain * (self.d if self.safeguard_warmup else rate), self.scratch)
        self.raise_distance(one_column(self.d_coef) * self.progress, absolute_sum(self.s, self.scratch))
        self.decay_weights(theta, rate)
        np.sqrt(self.v, out=self.scratch)
        np.add(self.scratch, self.d * one_column(self.eps), out=self.scratch)
        np.divide(self.m, self.scratch, out=self.scratch)
        np.multiply(self.scratch, rate, out=self.scratch)
        np.subtract(theta, self.scratch, out=theta)
