"""What Adam and its relatives share: two running averages, and how full each is by now."""

from __future__ import annotations

import numpy as np

from .moves import Coefficient, Floats, accumulate, average, complement, plain
from .optimizer import Optimizer, Slot, decay
from .phase import Phase

__all__ = [
    "AVERAGE",
    "BETA1",
    "BETA2",
    "CORRECTED_AVERAGE",
    "CORRECTED_SQUARES",
    "MOVE",
    "SQUARES",
    "M",
    "Moments",
    "V",
]

BETA1 = decay("beta1", 0.9, "β₁", "How slowly the average gradient forgets: the momentum.")
BETA2 = decay("beta2", 0.999, "β₂", "How slowly the average squared gradient forgets.")
M = Slot("m", "m", "The average gradient: momentum.", momentum=True)
V = Slot("v", "v", "The average squared gradient: how large gradients have been lately.")

# The terms of an update that all of them share; see `Optimizer.phases`.
AVERAGE = Phase(
    "m", "m", "β₁ m + (1 − β₁) g",
    "The average gradient moves a little towards the gradient here: this is the momentum.",
    lambda s: s.beta1 * s.m + (1.0 - s.beta1) * s.g, "direction",
)  # fmt: skip
SQUARES = Phase(
    "v", "v", "β₂ v + (1 − β₂) g²",
    "The average squared gradient of each weight tells how large its gradients usually are.",
    lambda s: s.beta2 * s.v + (1.0 - s.beta2) * s.g * s.g, "square",
)  # fmt: skip
CORRECTED_AVERAGE = Phase(
    "m_hat", "m̂", "m / (1 − β₁<sup>t</sup>)",
    "The average began at zero and is too small at first; dividing by what it lacks makes up for that.",
    lambda s: s.m / (1.0 - s.power1 * s.beta1), "direction",
)  # fmt: skip
CORRECTED_SQUARES = Phase(
    "v_hat", "v̂", "v / (1 − β₂<sup>t</sup>)",
    "The same correction for the squares, which forget more slowly and lack more.",
    lambda s: s.v / (1.0 - s.power2 * s.beta2), "square",
)  # fmt: skip
MOVE = Phase(
    "theta", "θ", "θ − η m̂ / (√v̂ + ε)",
    "Each weight moves along its average gradient, in units of the gradient's usual size: about η a step.",
    lambda s: s.theta - s.lr * s.m_hat / (np.sqrt(s.v_hat) + s.eps), "point",
)  # fmt: skip


class Moments(Optimizer):
    """Base of the methods with an average gradient and an average of squares.

    A subclass declares beta1, beta2, eps and the slots that it uses.

    Attributes
    ----------
    filled1, filled2 : float or ndarray
        1 - beta^t, the total weight of an average that started at zero: what it is divided by. Kept as
        running products, which on many rows cost a thirtieth of ``beta ** t``.
    """

    beta1: Floats
    beta2: Floats
    eps: Floats
    m: Floats
    v: Floats

    def start(self) -> None:
        """Start the running products, and make room for what is computed from them."""
        self.power1: Coefficient = 1.0
        self.power2: Coefficient = 1.0
        self.rate = np.empty(np.broadcast_shapes(self.lr.shape, self.beta1.shape))
        self.root = np.empty_like(self.beta2)

    def prepare(self) -> None:
        """Compute 1 - beta1 and 1 - beta2."""
        self.take1 = complement(self.beta1)
        self.take2 = complement(self.beta2)
        self.plain = plain(self.lr), plain(self.beta1), plain(self.beta2)

    def count(self) -> None:
        """Note that both averages are one step older."""
        _, beta1, beta2 = self.plain
        self.power1 = self.power1 * beta1
        self.power2 = self.power2 * beta2
        self.filled1 = 1.0 - self.power1
        self.filled2 = 1.0 - self.power2

    def observe(self, grad: Floats) -> None:
        """Take a gradient into m and its square into v."""
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        accumulate(self.v, grad, self.beta2, self.take2, self.scratch)
        self.count()

    def corrected_root(self, square: Floats) -> Floats:
        """Return sqrt(square) / sqrt(1 - beta2^t) + eps in ``scratch``: PyTorch's order and rounding."""
        np.sqrt(square, out=self.scratch)
        self.root[...] = self.filled2**0.5
        np.divide(self.scratch, self.root, out=self.scratch)
        return np.add(self.scratch, self.eps, out=self.scratch)

    def follow(self, theta: Floats, divisor: Floats) -> None:
        """Set theta = theta - lr / (1 - beta1^t) * m / divisor, and overwrite the divisor."""
        self.rate[...] = self.plain[0] / self.filled1
        np.multiply(self.m, self.rate, out=self.spare)
        np.divide(self.spare, divisor, out=divisor)
        np.subtract(theta, divisor, out=theta)
