"""AdaDelta: the ratio of two running averages in place of a learning rate."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, accumulate, complement, descend
from ..optimizer import EPS, LR, WEIGHT_DECAY, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..phase import Phase


class Adadelta(Optimizer):
    """Scale the gradient by the ratio of recent step size to recent gradient size.

    v = rho * v + (1 - rho) * grad^2; d = grad * sqrt(u + eps) / sqrt(v + eps); u = rho * u + (1 - rho) * d^2;
    theta = theta - lr * d. The first step is sqrt(eps / (1 - rho)) whatever the gradient: "no learning rate
    to set" means that eps is the learning rate. Keras has the same rule with lr 0.001, a thousand times
    slower.

    References
    ----------
    M. D. Zeiler, arXiv:1212.5701; torch.optim.Adadelta.
    """

    name = "adadelta"
    title = "AdaDelta"
    rank = 70
    formula = "v ← ρ v + (1 − ρ) g²<br>d = g √(u + ε) / √(v + ε)<br>u ← ρ u + (1 − ρ) d²<br>θ ← θ − η d"
    description = (
        "No learning rate to set: the ratio of the recent step size to the recent gradient size takes its "
        "place. In truth ε sets how it starts, and it starts slowly."
    )
    warning = (
        "ε is the true learning rate: the first step is √(ε / (1 − ρ)), 0.003 by default, for any gradient "
        "well above that."
    )
    reference = "Zeiler 2012; torch.optim.Adadelta"
    parameters = (
        with_default(
            LR, 1.0, slider=(1e-3, 1000.0), help="Multiplies the step; the paper has none, that is 1."
        ),
        decay("rho", 0.9, "ρ", "How slowly both averages forget."),
        with_default(EPS, 1e-6, help="Inside both roots; it sets the size of the first steps, √(ε/(1 − ρ))."),
        WEIGHT_DECAY,
    )
    slots = (
        Slot("v", "v", "The recent average of squared gradients."),
        Slot("u", "u", "The recent average of squared steps."),
    )

    rho: Floats
    eps: Floats
    v: Floats
    u: Floats

    def prepare(self) -> None:
        """Compute 1 - rho."""
        self.take = complement(self.rho)

    def phases(self) -> tuple[Phase, ...]:
        """Return the average of squares, the step, the average of its squares and the move."""
        return (
            Phase(
                "v", "v", "ρ v + (1 − ρ) g²",
                "The recent average of squared gradients.",
                lambda s: s.rho * s.v + s.take * s.g * s.g, "square",
            ),
            Phase(
                "d", "d", "√(u + ε) / √(v + ε) · g",
                "The gradient in units of its recent size, times the recent size of the steps themselves.",
                lambda s: np.sqrt(s.u + s.eps) / np.sqrt(s.v + s.eps) * s.g, "direction",
            ),
            Phase(
                "u", "u", "ρ u + (1 − ρ) d²",
                "The recent average of squared steps, which sets the size of the next one.",
                lambda s: s.rho * s.u + s.take * s.d * s.d, "square",
            ),
            Phase(
                "theta", "θ", "θ − η d",
                "The point moves; η is 1 in the paper, as the step has the right unit already.",
                lambda s: s.theta - s.lr * s.d, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average the squares, form the step, average its square, take it."""
        accumulate(self.v, grad, self.rho, self.take, self.scratch)
        np.add(self.v, self.eps, out=self.scratch)
        np.sqrt(self.scratch, out=self.scratch)
        np.add(self.u, self.eps, out=self.spare)
        np.sqrt(self.spare, out=self.spare)
        np.divide(self.spare, self.scratch, out=self.spare)
        np.multiply(self.spare, grad, out=self.spare)
        accumulate(self.u, self.spare, self.rho, self.take, self.scratch)
        descend(theta, self.spare, self.lr, self.scratch)
