"""Adan: Nesterov's look-ahead from the difference of gradients, with a rate for each weight."""

from __future__ import annotations

import numpy as np

from ..moves import Coefficient, Floats, accumulate, average, complement, plain
from ..optimizer import DECOUPLED, EPS, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

OPTAX_FORM = Parameter(
    "optax_form", False,
    "Weighs the differences by 1 − β₂ (0.08) instead of β₂ (0.92). Authors' code: off; optax: on, a slip in "
    "reading the paper, whose β₂ is the authors' 1 − β₂.",
    kind="switch", symbol="",
)  # fmt: skip


class Adan(Optimizer):
    """Average the gradient, its change, and the square of both together.

    d = grad - last grad (0 at the first step); m = beta1 * m + (1 - beta1) * grad;
    w = beta2 * w + (1 - beta2) * d; n = beta3 * n + (1 - beta3) * (grad + beta2 * d)^2;
    r = sqrt(n) / sqrt(1 - beta3^t) + eps;
    theta = (theta - lr * (m / (1 - beta1^t) + beta2 * w / (1 - beta2^t)) / r) / (1 + lr * weight_decay).
    In a ravine its long memory (beta1 = 0.98) overshoots far more than Adam's; the term w, which feels the
    gradient change, takes off a sixth of that across and lets it settle, where Adam with such a memory swings
    on. No gradient at another point is needed. PyTorch and Keras have none; optax weighs d and w by 1 -
    beta2 instead of beta2.

    References
    ----------
    X. Xie et al., IEEE TPAMI 2024, arXiv:2208.06677; the authors' code (sail-sg/Adan).
    """

    name = "adan"
    title = "Adan"
    rank = 180
    formula = (
        "d = g − g₋₁<br>m ← β₁ m + (1 − β₁) g<br>w ← β₂ w + (1 − β₂) d<br>"
        "n ← β₃ n + (1 − β₃) (g + β₂ d)²<br>"
        "θ ← [θ − η (m / (1 − β₁<sup>t</sup>) + β₂ w / (1 − β₂<sup>t</sup>))"
        " / (√(n / (1 − β₃<sup>t</sup>)) + ε)] / (1 + η λ)"
    )
    description = (
        "Adam with Nesterov's look-ahead, made of the change of the gradient, which tames its long momentum. "
        "Three averages, and the last gradient is kept as well."
    )
    warning = (
        "It reads the change of the gradient, so with small mini-batches the noise of two batches counts as "
        "change."
    )
    reference = "Xie et al. 2024; the authors' code (sail-sg/Adan)"
    parameters = (
        LR,
        decay("beta1", 0.98, "β₁", "How slowly the average gradient forgets."),
        decay("beta2", 0.92, "β₂", "How slowly the average change forgets, and how much it counts."),
        decay("beta3", 0.99, "β₃", "How slowly the average of squares forgets."),
        EPS,
        OPTAX_FORM,
        with_default(
            DECOUPLED, 0.0, help="Decoupled weight decay: divides θ by 1 + lr · weight_decay after the step."
        ),
    )
    weight_decay_rule = "own"
    slots = (
        Slot("m", "m", "The average gradient: momentum.", momentum=True),
        Slot("w", "w", "The average change of the gradient: where it is heading."),
        Slot("n", "n", "The average square of the gradient with its change."),
        Slot("last", "g₋₁", "The gradient of the step before."),
    )

    beta1: Floats
    beta2: Floats
    beta3: Floats
    eps: Floats
    optax_form: bool
    m: Floats
    w: Floats
    n: Floats
    last: Floats

    def start(self) -> None:
        """Start the running products, and remember that there is no last gradient yet."""
        self.power1: Coefficient = 1.0
        self.power2: Coefficient = 1.0
        self.power3: Coefficient = 1.0
        self.fresh = True

    def prepare(self) -> None:
        """Compute the complements and by what the weights shrink."""
        self.take1 = complement(self.beta1)
        self.take2 = complement(self.beta2)
        self.take3 = complement(self.beta3)
        self.weight = self.take2 if self.optax_form else self.beta2
        self.plain = (
            plain(self.lr),
            plain(self.beta1),
            plain(self.beta2),
            plain(self.beta3),
            plain(self.weight),
        )
        self.shrinks = bool(np.any(self.weight_decay))
        self.divisor = 1.0 + self.lr * self.weight_decay

    def phases(self) -> tuple[Phase, ...]:
        """Return the change, the three averages, the direction, the move and the decay."""
        first = bool(self.fresh)
        weight = "(1 − β₂)" if self.optax_form else "β₂"
        found = [
            Phase(
                "change", "d", "0" if first else "g − g₋₁",
                "There is no gradient before the first." if first else
                "How the gradient has changed since the step before.",
                (lambda s: np.zeros_like(s.g)) if first else (lambda s: s.g - s.last), "gradient",
            ),
            Phase(
                "m", "m", "β₁ m + (1 − β₁) g",
                "The average gradient: momentum.",
                lambda s: s.beta1 * s.m + s.take1 * s.g, "direction",
            ),
            Phase(
                "w", "w", "β₂ w + (1 − β₂) d",
                "The average change of the gradient: where it is heading.",
                lambda s: s.beta2 * s.w + s.take2 * s.change, "direction",
            ),
            Phase(
                "n", "n", f"β₃ n + (1 − β₃)(g + {weight} d)²",
                "The average square of the gradient as it will be one step ahead.",
                lambda s: s.beta3 * s.n + s.take3 * (s.g + s.weight * s.change) ** 2, "square",
            ),
            Phase(
                "direction", "p", f"m / (1 − β₁<sup>t</sup>) + {weight} w / (1 − β₂<sup>t</sup>)",
                "Both averages, each divided by what it lacks from starting at zero.",
                lambda s: s.m / (1.0 - s.power1 * s.beta1) + s.weight * s.w / (1.0 - s.power2 * s.beta2),
                "direction",
            ),
            Phase(
                "theta", "θ", "θ − η p / (√(n / (1 − β₃<sup>t</sup>)) + ε)",
                "Each weight moves along this direction, in units of its gradient's usual size.",
                lambda s: s.theta - s.lr * s.direction / (np.sqrt(s.n / (1.0 - s.power3 * s.beta3)) + s.eps),
                "point",
            ),
        ]  # fmt: skip
        if self.shrinks:
            found.append(
                Phase(
                    "theta", "θ", "θ / (1 + η λ)",
                    "Decoupled weight decay shrinks the weights after the move.",
                    lambda s: s.theta / s.divisor, "point",
                )
            )  # fmt: skip
        return tuple(found)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Take the change, update the three averages, divide, move, shrink."""
        if self.fresh:
            np.copyto(self.last, grad)
            self.fresh = False
        np.subtract(grad, self.last, out=self.spare)
        np.copyto(self.last, grad)
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        average(self.w, self.spare, self.beta2, self.take2, self.scratch)
        np.multiply(self.spare, self.weight, out=self.spare)
        np.add(grad, self.spare, out=grad)
        accumulate(self.n, grad, self.beta3, self.take3, self.scratch)
        lr, beta1, beta2, beta3, weight = self.plain
        self.power1 = self.power1 * beta1
        self.power2 = self.power2 * beta2
        self.power3 = self.power3 * beta3
        np.multiply(self.m, lr / (1.0 - self.power1), out=self.spare)
        np.multiply(self.w, lr * weight / (1.0 - self.power2), out=self.scratch)
        np.add(self.spare, self.scratch, out=self.spare)
        np.sqrt(self.n, out=self.scratch)
        np.divide(self.scratch, (1.0 - self.power3) ** 0.5, out=self.scratch)
        np.add(self.scratch, self.eps, out=self.scratch)
        np.divide(self.spare, self.scratch, out=self.spare)
        np.subtract(theta, self.spare, out=theta)
        if self.shrinks:
            np.divide(theta, self.divisor, out=theta)
