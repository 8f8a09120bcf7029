"""Lion: the sign of an average that leans on the newest gradient."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, average, complement, descend
from ..optimizer import DECOUPLED, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..phase import Phase


class Lion(Optimizer):
    """Move every weight by lr, in the direction of a sign.

    c = beta1 * m + (1 - beta1) * grad; theta = theta * (1 - lr * weight_decay) - lr * sign(c);
    m = beta2 * m + (1 - beta2) * grad. The average is updated after its use, with the other decay, so it
    remembers longer than the direction does. With beta1 = beta2 it is Signum. On a ravine it moves along the
    diagonal of the axes and, with its long memory, overshoots the valley floor by many steps before it
    turns; it never settles closer than lr. A third to a tenth of Adam's lr suits it, with as much more weight
    decay. PyTorch has none; optax is the same with weight decay 1e-3 by default, Keras with lr 1e-3.

    References
    ----------
    X. Chen et al., NeurIPS 2023, arXiv:2302.06675; optax.lion.
    """

    name = "lion"
    title = "Lion"
    rank = 310
    formula = (
        "c ← β₁ m + (1 − β₁) g<br>θ ← θ − η (sign(c) + λ θ)<br>m ← β₂ m + (1 − β₂) g &nbsp;(after its use)"
    )
    description = (
        "Every weight moves by exactly the learning rate, up or down: only the sign of a running average "
        "counts. Half of Adam's memory. It does not settle, so the learning rate decides how close it gets."
    )
    reference = "Chen et al. 2023; optax.lion"
    parameters = (
        with_default(LR, 1e-4, slider=(1e-6, 1.0)),
        decay(
            "beta1", 0.9, "β₁", "How much of the direction is the average; the rest is the newest gradient."
        ),
        decay("beta2", 0.99, "β₂", "How slowly the average gradient forgets."),
        DECOUPLED,
    )
    slots = (Slot("m", "m", "The average gradient: momentum.", momentum=True),)
    weight_decay_rule = "decoupled"
    tuned = ("lr", "weight_decay")
    warning = "Each step is lr long in every weight, so it circles the minimum at that distance."

    beta1: Floats
    beta2: Floats
    m: Floats

    def prepare(self) -> None:
        """Compute 1 - beta1 and 1 - beta2."""
        self.take1 = complement(self.beta1)
        self.take2 = complement(self.beta2)

    def phases(self) -> tuple[Phase, ...]:
        """Return the blend, its sign, the move and the average."""
        return (
            Phase(
                "blend", "c", "β₁ m + (1 − β₁) g",
                "The average gradient with some of the new one.",
                lambda s: s.beta1 * s.m + s.take1 * s.g, "direction",
            ),
            Phase(
                "sign", "d", "sign(c)",
                "Only its sign counts: every weight moves by the same length.",
                lambda s: np.sign(s.blend), "direction",
            ),
            Phase(
                "m", "m", "β₂ m + (1 − β₂) g",
                "The average catches up afterwards, more slowly than the blend looked ahead.",
                lambda s: s.beta2 * s.m + s.take2 * s.g, "direction",
            ),
            Phase(
                "theta", "θ", "θ − η d",
                "Every weight moves by exactly η, or not at all.",
                lambda s: s.theta - s.lr * s.sign, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Follow the sign of the blend, then let the average catch up."""
        np.multiply(self.m, self.beta1, out=self.spare)
        np.multiply(grad, self.take1, out=self.scratch)
        np.add(self.spare, self.scratch, out=self.spare)
        np.sign(self.spare, out=self.scratch)  # in its own place it takes ten times as long
        descend(theta, self.scratch, self.lr, self.spare)
        average(self.m, grad, self.beta2, self.take2, self.scratch)
