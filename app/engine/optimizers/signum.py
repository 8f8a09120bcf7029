"""Signum: the sign of the average gradient; without memory, signSGD."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, average, complement, descend
from ..optimizer import DECOUPLED, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..phase import Phase


class Signum(Optimizer):
    """Move every weight by lr against the sign of its average gradient.

    m = momentum * m + (1 - momentum) * grad; theta = theta * (1 - lr * weight_decay) - lr * sign(m).
    With momentum 0 it is signSGD. No bias correction is needed, as the sign does not see a factor; for the
    same reason a heavy-ball buffer, which some codes have, gives the same steps. On a ravine it moves along
    the diagonal of the axes and never settles closer than lr. PyTorch and Keras have none; optax is
    the same (`optax.sign_sgd` after an average). Weight decay is decoupled, since added to the gradient it
    would be lost in the sign.

    References
    ----------
    J. Bernstein et al., ICML 2018, arXiv:1802.04434.
    """

    name = "signum"
    title = "Signum"
    aliases = ("signsgd",)
    rank = 320
    formula = "m ← μ m + (1 − μ) g<br>θ ← θ − η (sign(m) + λ θ)"
    description = (
        "Every weight moves by exactly the learning rate against the sign of its average gradient; with "
        "momentum 0 this is signSGD. The size of gradients has no influence at all."
    )
    reference = "Bernstein et al. 2018"
    parameters = (
        with_default(LR, 1e-3, slider=(1e-6, 1.0)),
        decay("momentum", 0.9, "μ", "How slowly the average gradient forgets; 0 gives signSGD."),
        DECOUPLED,
    )
    slots = (Slot("m", "m", "The average gradient: momentum.", momentum=True),)
    weight_decay_rule = "decoupled"
    tuned = ("lr", "weight_decay")
    warning = "Each step is lr long in every weight, so it circles the minimum at that distance."

    momentum: Floats
    m: Floats

    def prepare(self) -> None:
        """Compute 1 - momentum."""
        self.take = complement(self.momentum)

    def phases(self) -> tuple[Phase, ...]:
        """Return the average, its sign and the move."""
        return (
            Phase(
                "m", "m", "μ m + (1 − μ) g",
                "The average gradient: momentum.",
                lambda s: s.momentum * s.m + s.take * s.g, "direction",
            ),
            Phase(
                "sign", "d", "sign(m)",
                "Only its sign counts: every weight moves by the same length.",
                lambda s: np.sign(s.m), "direction",
            ),
            Phase(
                "theta", "θ", "θ − η d",
                "Every weight moves by exactly η, or not at all.",
                lambda s: s.theta - s.lr * s.sign, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, and follow the sign."""
        average(self.m, grad, self.momentum, self.take, self.scratch)
        np.sign(self.m, out=self.spare)
        descend(theta, self.spare, self.lr, self.scratch)
