"""QHAdam: Adam in which both averages are mixed with the newest gradient."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, CORRECTED_SQUARES, SQUARES, M, Moments, V
from ..moves import Floats, complement, root_plus
from ..optimizer import EPS, LR, WEIGHT_DECAY, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

NU1 = Parameter(
    "nu1", 0.7,
    "How much the average gradient counts against the newest one: 1 is Adam's numerator. The authors' code "
    "has 1, and they recommend 0.7.",
    low=0.0, high=1.0, slider=(0.0, 1.0), symbol="ν₁",
)  # fmt: skip
NU2 = Parameter(
    "nu2", 1.0,
    "How much the average of squares counts against the newest square: 1 is Adam's denominator.",
    low=0.0, high=1.0, slider=(0.0, 1.0), symbol="ν₂",
)  # fmt: skip


class QHAdam(Moments):
    """Quasi-hyperbolic Adam: numerator and denominator are mixtures of an average and the newest value.

    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2;
    mhat = m / (1 - beta1^t); vhat = v / (1 - beta2^t);
    theta = theta - lr * ((1 - nu1) * grad + nu1 * mhat) / (sqrt((1 - nu2) * grad^2 + nu2 * vhat) + eps).
    With nu1 = nu2 = 1 it is Adam, with nu1 = 0 and nu2 = 1 bias-corrected RMSprop. In a ravine the long
    memory (0.995) makes it swing half as far as with nu1 = 1, and it settles, as 30 % of each step are the
    newest gradient. PyTorch, optax and Keras have none.

    References
    ----------
    J. Ma and D. Yarats, ICLR 2019, arXiv:1810.06801; the authors' code (facebookresearch/qhoptim).
    """

    name = "qhadam"
    title = "QHAdam"
    rank = 220
    formula = (
        "m ← β₁ m + (1 − β₁) g, m̂ = m / (1 − β₁<sup>t</sup>)<br>"
        "v ← β₂ v + (1 − β₂) g², v̂ = v / (1 − β₂<sup>t</sup>)<br>"
        "θ ← θ − η [(1 − ν₁) g + ν₁ m̂] / (√((1 − ν₂) g² + ν₂ v̂) + ε)"
    )
    description = (
        "Adam with a longer momentum of which the newest gradient keeps a fixed share, so that it turns in "
        "time. ν₂ below 1 bounds the step even after a long silence."
    )
    reference = "Ma & Yarats 2019; the authors' code (facebookresearch/qhoptim)"
    parameters = (
        LR,
        with_default(BETA1, 0.995, help="How slowly the average gradient forgets; recommended: 0.995."),
        BETA2,
        NU1,
        NU2,
        EPS,
        WEIGHT_DECAY,
    )
    tuned = ("lr", "nu1", "beta1")
    slots = (M, V)

    nu1: Floats
    nu2: Floats

    def prepare(self) -> None:
        """Compute the complements of all four."""
        super().prepare()
        self.share1 = complement(self.nu1)
        self.share2 = complement(self.nu2)

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, both mixtures and the move."""
        return (
            AVERAGE, SQUARES, CORRECTED_AVERAGE, CORRECTED_SQUARES,
            Phase(
                "above", "p", "(1 − ν₁) g + ν₁ m̂",
                "Some of the gradient here and some of the average one.",
                lambda s: s.share1 * s.g + s.nu1 * s.m_hat, "direction",
            ),
            Phase(
                "below", "q", "(1 − ν₂) g² + ν₂ v̂",
                "The same for the squares.",
                lambda s: s.share2 * s.g * s.g + s.nu2 * s.v_hat, "square",
            ),
            Phase(
                "theta", "θ", "θ − η p / (√q + ε)",
                "Each weight moves along the first mixture, in units of the root of the second.",
                lambda s: s.theta - s.lr * s.above / (np.sqrt(s.below) + s.eps), "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, mix both, divide, move."""
        self.observe(grad)
        np.multiply(self.v, self.nu2 / self.filled2, out=self.scratch)
        np.multiply(grad, grad, out=self.spare)
        np.multiply(self.spare, self.share2, out=self.spare)
        np.add(self.scratch, self.spare, out=self.scratch)
        root_plus(self.scratch, self.eps, False, out=self.scratch)
        np.multiply(self.m, self.nu1 / self.filled1, out=self.spare)
        np.multiply(grad, self.share1, out=grad)
        np.add(self.spare, grad, out=self.spare)
        np.multiply(self.spare, self.lr, out=self.spare)
        np.divide(self.spare, self.scratch, out=self.spare)
        np.subtract(theta, self.spare, out=theta)
