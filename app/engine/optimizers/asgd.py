"""ASGD: SGD that is judged by the average of its path."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

LAMBD = Parameter(
    "lambd", 1e-4, "Shrinks θ by 1 − lambd · η_t a step, and sets how soon the rate η_t starts to fall.",
    low=0.0, scale="log", slider=(1e-6, 1.0), symbol="λ",
)  # fmt: skip
ALPHA = Parameter(
    "alpha", 0.75, "The power with which the rate falls, once t is well above 1 / (lambd · lr).",
    low=0.0, slider=(0.0, 1.0), symbol="α",
)  # fmt: skip
T0 = Parameter(
    "t0", 100.0,
    "After how many steps averaging starts; until then the average is the point itself. PyTorch: 1,000,000, "
    "with which it never starts in a short run.",
    low=0.0, scale="log", slider=(1.0, 1e6), symbol="t₀",
)  # fmt: skip


class ASGD(Optimizer):
    """Stochastic gradient descent with a falling rate, and the mean of its points since t0.

    eta_t = lr / (1 + lambd * lr * (t - 1))^alpha; theta = theta * (1 - lambd * eta_t) - eta_t * grad;
    mu_t = 1 / max(1, t - 1 - t0); average = average + mu_t * (theta - average).
    Drawn and measured at the average; gradients are taken at theta. In a noisy ravine theta goes on hovering
    while the average glides to the middle; without noise averaging is a brake. optax and Keras have none by
    this name (both can average weights beside any method).

    References
    ----------
    B. T. Polyak and A. B. Juditsky, SIAM J. Control Optim. 30 (1992) 838; torch.optim.ASGD.
    """

    name = "asgd"
    title = "ASGD"
    aliases = ("averaged_sgd",)
    rank = 230
    formula = (
        "η<sub>t</sub> = η / (1 + λ η (t − 1))<sup>α</sup><br>θ ← θ (1 − λ η<sub>t</sub>) − η<sub>t</sub> "
        "g<br>θ̄ ← θ̄ + (θ − θ̄) / max(1, t − 1 − t₀)"
    )
    description = (
        "SGD whose answer is the mean of the points since step t₀, so that the noise averages out. What is "
        "drawn and measured is the mean; the point that walks is not seen."
    )
    warning = (
        "Averaging starts at step t₀ + 2; before that it is plain SGD, and if it starts before the descent "
        "is over, the way down stays in the average."
    )
    reference = "Polyak & Juditsky 1992; torch.optim.ASGD"
    parameters = (with_default(LR, 1e-2), LAMBD, ALPHA, T0, WEIGHT_DECAY)
    tuned = ("lr", "t0")
    slots = (Slot("point", "θ̄", "The average of the points since t₀: where it is drawn and measured."),)
    batch_size = 1

    lambd: Floats
    alpha: Floats
    t0: Floats
    point: Floats

    def start(self) -> None:
        """Count steps."""
        self.t = 0

    def begin(self, theta: Floats) -> None:
        """Start the average at the starting point."""
        np.copyto(self.point, theta)

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, the move and the average."""
        return (
            Phase(
                "rate", "ηₜ", "η / (1 + λ η (t − 1))<sup>α</sup>",
                "The learning rate falls with the number of the step.",
                lambda s: s.lr / np.power(1.0 + s.lambd * s.lr * (s.t - 1), s.alpha),
            ),
            Phase(
                "moved", "θ′", "(1 − λ ηₜ) θ − ηₜ g",
                "The weights shrink a little and move against the gradient, as in SGD.",
                lambda s: (1.0 - s.lambd * s.rate) * s.theta - s.rate * s.g, "point",
            ),
            Phase(
                "point", "θ̄", "θ̄ + (θ′ − θ̄) / max(1, t − 1 − t₀)",
                "The average of all points since t₀ moves towards the new one: it is what is drawn.",
                lambda s: s.point + (s.moved - s.point) / np.maximum(1.0, s.t - 1 - s.t0), "point",
            ),
            Phase(
                "theta", "θ", "θ′",
                "The next gradient is taken at the new point, not at the average.",
                lambda s: s.moved, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Shrink, descend, average."""
        rate = self.lr / np.power(1.0 + self.lambd * self.lr * self.t, self.alpha)
        np.multiply(theta, 1.0 - self.lambd * rate, out=theta)
        descend(theta, grad, rate, self.scratch)
        share = 1.0 / np.maximum(1.0, self.t - self.t0)
        np.subtract(theta, self.point, out=self.scratch)
        np.multiply(self.scratch, share, out=self.scratch)
        np.add(self.point, self.scratch, out=self.point)
        # Where the share is 1 the average is theta to the last bit, even from a point that is not finite.
        np.copyto(self.point, theta, where=share == 1.0)
        self.t += 1
