"""RAdam: Adam that divides only once it has seen enough gradients."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, SQUARES, M, Moments, V
from ..moves import Floats, root_plus
from ..optimizer import EPS, LR, WEIGHT_DECAY
from ..oracle import Oracle
from ..phase import Phase, State

_ENOUGH = 5.0


class RAdam(Moments):
    """Momentum for the first steps, then Adam with a step that grows as v becomes trustworthy.

    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2; mhat = m / (1 - beta1^t);
    limit = 2 / (1 - beta2) - 1; rho = limit - 2 * t * beta2^t / (1 - beta2^t).
    If rho > 5: theta = theta - lr * mhat * R * sqrt(1 - beta2^t) / (sqrt(v) + eps), where
    R = sqrt((rho - 4) (rho - 2) limit / ((limit - 4) (limit - 2) rho)); else theta = theta - lr * mhat.
    The first five steps (for beta2 = 0.999) are lr times the gradient itself: in a steep ravine they leap
    across it, on a plateau they are too small to see; then the step drops to a fortieth of lr and rises.
    optax divides from rho = 5 on and adds eps after the correction, a difference of 1e-9.

    References
    ----------
    L. Liu et al., ICLR 2020, arXiv:1908.03265; torch.optim.RAdam.
    """

    name = "radam"
    title = "RAdam"
    rank = 140
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>v ← β₂ v + (1 − β₂) g²<br>"
        "ρ<sub>∞</sub> = 2 / (1 − β₂) − 1, ρ = ρ<sub>∞</sub> − 2 t β₂<sup>t</sup> / (1 − β₂<sup>t</sup>)<br>"
        "R = √((ρ − 4)(ρ − 2) ρ<sub>∞</sub> / ((ρ<sub>∞</sub> − 4)(ρ<sub>∞</sub> − 2) ρ))<br>"
        "ρ &gt; 5: θ ← θ − η R m̂ √(1 − β₂<sup>t</sup>) / (√v + ε); else θ ← θ − η m̂"
    )
    description = (
        "Adam with a warm-up of its own. While v rests on too few gradients it is plain momentum; then it "
        "divides, with steps that grow to Adam's over some thousand steps."
    )
    warning = (
        "The first five steps are lr times the gradient, not divided by anything: on a steep surface they "
        "leap away."
    )
    reference = "Liu et al. 2020; torch.optim.RAdam"
    parameters = (LR, BETA1, BETA2, EPS, WEIGHT_DECAY)
    slots = (M, V)

    def start(self) -> None:
        """Start the running products and count steps."""
        super().start()
        self.t = 0

    def prepare(self) -> None:
        """Compute the limit of rho; up to 5 it is never reached, and 5 stands in for it."""
        super().prepare()
        self.limit = 2.0 / self.take2 - 1.0
        self.ceiling = np.maximum(self.limit, _ENOUGH)

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, how far they can be trusted, and the move."""
        return (
            AVERAGE, SQUARES, CORRECTED_AVERAGE,
            Phase(
                "length", "ρₜ", "ρ∞ − 2 t β₂<sup>t</sup> / (1 − β₂<sup>t</sup>)",
                "How many gradients the average of squares has seen; up to five are not enough to divide by.",
                lambda s: s.limit - 2.0 * s.t * s.power2 * s.beta2 / (1.0 - s.power2 * s.beta2),
            ),
            Phase(
                "divisor", "r", "(√v + ε) / (Rₜ √(1 − β₂<sup>t</sup>)), or 1 while ρₜ ≤ 5",
                "The root of the squares, weighed by how far it can be trusted; until then it is 1.",
                self._divisor,
            ),
            Phase(
                "theta", "θ", "θ − η m̂ / r",
                "At first plain momentum, with steps as long as gradients are; later as Adam.",
                lambda s: s.theta - s.lr * s.m_hat / s.divisor, "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _divisor(s: State) -> Floats:
        length, limit = np.maximum(s.length, _ENOUGH), s.ceiling
        trust = np.sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
        root = (np.sqrt(s.v) + s.eps) / (trust * (1.0 - s.power2 * s.beta2) ** 0.5)
        return np.where(s.length > _ENOUGH, root, 1.0)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, then divide by the root in the runs that have seen enough."""
        self.observe(grad)
        self.t += 1
        length = self.limit - 2.0 * self.t * self.power2 / self.filled2
        divides = length > _ENOUGH
        np.multiply(self.m, self.plain[0] / self.filled1, out=self.spare)
        if np.any(divides):
            root_plus(self.v, self.eps, False, out=self.scratch)
            length, limit = np.maximum(length, _ENOUGH), self.ceiling
            trust = np.sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length))
            np.divide(self.scratch, trust * self.filled2**0.5, out=self.scratch)
            np.copyto(self.scratch, 1.0, where=~divides)
            np.divide(self.spare, self.scratch, out=self.spare)
        np.subtract(theta, self.spare, out=theta)
