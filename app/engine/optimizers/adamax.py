"""Adamax: Adam with the largest recent gradient in place of the root mean square."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, M, Moments
from ..moves import Floats, average
from ..optimizer import EPS, LR, WEIGHT_DECAY, Slot, with_default
from ..oracle import Oracle
from ..phase import Phase


class Adamax(Moments):
    """Divide the average gradient by a fading maximum of the gradient's size.

    m = beta1 * m + (1 - beta1) * grad; u = max(beta2 * u, |grad| + eps);
    theta = theta - lr / (1 - beta1^t) * m / u.
    As |m| cannot outgrow u by much, a step is hardly ever longer than lr; in a ravine it is Adam with calmer
    steps and a longer memory of the first steep ones. optax is the same; Keras adds eps (1e-7) to u outside
    the maximum, a negligible difference.

    References
    ----------
    D. P. Kingma and J. Ba, ICLR 2015, arXiv:1412.6980, section 7; torch.optim.Adamax.
    """

    name = "adamax"
    title = "Adamax"
    rank = 150
    formula = "m ← β₁ m + (1 − β₁) g<br>u ← max(β₂ u, |g| + ε)<br>θ ← θ − η m / (1 − β₁<sup>t</sup>) / u"
    description = (
        "Adam with the largest recent gradient where Adam has the root mean square. Steps are bounded by "
        "about lr, and one large gradient keeps them short until it has faded."
    )
    warning = (
        "After one large gradient the steps stay short for about 1/(1 − β₂) steps, a thousand by default."
    )
    reference = "Kingma & Ba 2015; torch.optim.Adamax"
    parameters = (
        with_default(LR, 2e-3),
        BETA1,
        with_default(BETA2, 0.999, help="How slowly the largest gradient fades."),
        with_default(EPS, 1e-8, help="Added to |g| inside the maximum, so that u is never zero."),
        WEIGHT_DECAY,
    )
    slots = (M, Slot("u", "u", "The largest gradient so far, fading by β₂ a step."))

    u: Floats

    def phases(self) -> tuple[Phase, ...]:
        """Return the average, the fading maximum and the move."""
        return (
            AVERAGE, CORRECTED_AVERAGE,
            Phase(
                "u", "u", "max(β₂ u, |g| + ε)",
                "The largest gradient of late: it fades by β₂ a step until a larger one comes.",
                lambda s: np.maximum(s.beta2 * s.u, np.abs(s.g) + s.eps),
            ),
            Phase(
                "theta", "θ", "θ − η m̂ / u",
                "Each weight moves along its average gradient, in units of its largest one.",
                lambda s: s.theta - s.lr * s.m_hat / s.u, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average the gradient, let the maximum fade or rise, divide, move."""
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        self.count()
        np.multiply(self.u, self.beta2, out=self.u)
        np.abs(grad, out=self.scratch)
        np.add(self.scratch, self.eps, out=self.scratch)
        np.maximum(self.u, self.scratch, out=self.u)
        np.copyto(self.scratch, self.u)
        self.follow(theta, self.scratch)
