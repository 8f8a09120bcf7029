"""QHM: a weighted mean of plain gradient descent and momentum."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, average, complement, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

NU = Parameter(
    "nu", 0.7,
    "How much the average counts against the newest gradient: 0 is SGD, 1 is momentum as an average, ν = β "
    "is Nesterov's method with lr / (1 − β).",
    low=0.0, high=1.0, slider=(0.0, 1.0), symbol="ν",
)  # fmt: skip


class QHM(Optimizer):
    """Quasi-hyperbolic momentum: mix the gradient with its running average.

    b = momentum * b + (1 - momentum) * grad; theta = theta - lr * ((1 - nu) * grad + nu * b).
    SGD, momentum and Nesterov's method are special cases. As b is an average, lr is on SGD's scale, 1 / (1 -
    momentum) times that of the heavy ball. With the recommended 0.999 and 0.7 the newest gradient keeps 30 %
    of its force: in a ravine it descends the wall without overshooting, gathers speed along the valley over
    hundreds of steps, and takes as long to lose it beyond the minimum. PyTorch, optax and Keras have none.

    References
    ----------
    J. Ma and D. Yarats, ICLR 2019, arXiv:1810.06801; the authors' code (facebookresearch/qhoptim).
    """

    name = "qhm"
    title = "QHM"
    aliases = ("quasi_hyperbolic_momentum",)
    rank = 210
    formula = "b ← β b + (1 − β) g<br>θ ← θ − η [(1 − ν) g + ν b]"
    description = (
        "The mean of SGD and a very slow momentum. The newest gradient always counts, so it turns at once, "
        "and the long memory averages the noise away."
    )
    warning = (
        "With the recommended β = 0.999 the memory fills over a thousand steps; in a short race most of lr "
        "is not yet there, so lower β or raise lr."
    )
    reference = "Ma & Yarats 2019; the authors' code (facebookresearch/qhoptim)"
    parameters = (
        with_default(LR, 1e-2),
        decay("momentum", 0.999, "β", "How slowly the average gradient forgets; 0.999 is recommended."),
        NU,
        WEIGHT_DECAY,
    )
    tuned = ("lr", "momentum", "nu")
    slots = (Slot("b", "b", "The average gradient.", momentum=True),)

    momentum: Floats
    nu: Floats
    b: Floats

    def prepare(self) -> None:
        """Compute the complements."""
        self.take = complement(self.momentum)
        self.share = complement(self.nu)

    def phases(self) -> tuple[Phase, ...]:
        """Return the average, the mixture and the move."""
        return (
            Phase(
                "b", "b", "μ b + (1 − μ) g",
                "The average gradient, which forgets slowly.",
                lambda s: s.momentum * s.b + s.take * s.g, "direction",
            ),
            Phase(
                "mixture", "p", "(1 − ν) g + ν b",
                "Some of the gradient here and some of the average: quick to turn and steady.",
                lambda s: s.share * s.g + s.nu * s.b, "direction",
            ),
            Phase(
                "theta", "θ", "θ − η p",
                "The point moves along the mixture.",
                lambda s: s.theta - s.lr * s.mixture, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, mix, move."""
        average(self.b, grad, self.momentum, self.take, self.scratch)
        np.multiply(self.b, self.nu, out=self.spare)
        np.multiply(grad, self.share, out=grad)
        np.add(self.spare, grad, out=self.spare)
        descend(theta, self.spare, self.lr, self.scratch)
