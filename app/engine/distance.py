"""What the methods share that find their learning rate: d, an estimate of the distance to the solution."""

from __future__ import annotations

import numpy as np

from .moves import Coefficient, Floats, complement, plain
from .norm import one_column
from .optimizer import LR, WEIGHT_DECAY, Optimizer, Slot, with_default
from .parameter import Parameter
from .phase import Phase

__all__ = [
    "BIAS_CORRECTION",
    "D0",
    "DECOUPLE",
    "DISTANCE",
    "RATE",
    "WEIGHT_DECAY_OF_D",
    "AdamDistance",
    "Distance",
]

RATE = with_default(LR, 1.0, slider=(1e-2, 10.0), help="Multiplies d. Leave it at 1 unless it is unstable.")
D0 = Parameter(
    "d0", 1e-6, "The first guess of the distance; far below the true one, as d only grows.",
    low=0.0, open_low=True, scale="log", slider=(1e-8, 1e-2), symbol="d₀", live=False,
)  # fmt: skip
BIAS_CORRECTION = Parameter(
    "bias_correction", False,
    "Adam's correction for averages that start at zero. The authors: off; optax: always on.",
    kind="switch", symbol="", live=False,
)  # fmt: skip
DECOUPLE = Parameter(
    "decouple", False,
    "Weight decay as in AdamW: multiplies θ by 1 − d · lr · weight_decay. Off, it is added to the gradient.",
    kind="switch", symbol="", live=False,
)  # fmt: skip
WEIGHT_DECAY_OF_D = with_default(
    WEIGHT_DECAY, 0.0, help="Weight decay: decoupled or not, as `decouple` says."
)
DISTANCE = Slot("d", "d", "The estimated distance from start to solution: lr times d sets the step size.")


class Distance(Optimizer):
    """Base of methods with one number d a run, which starts invisibly small and only grows.

    Attributes
    ----------
    rate : ndarray, shape () or (runs, 1)
        lr.
    progress : ndarray, shape (runs, 1)
        The numerator of the estimate so far.
    """

    shape = "row"
    scalars = (DISTANCE,)
    warning = "It starts invisibly: d grows from 1e-6, so look at it on a logarithmic axis."

    d0: Floats
    d: Floats

    def start(self) -> None:
        """Set the first guess."""
        self.d[...] = one_column(self.d0)
        self.progress = np.zeros_like(self.d)

    def prepare(self) -> None:
        """Take one learning rate a run."""
        self.rate = one_column(self.lr)

    def raise_distance(self, numerator: Floats, divisor: Floats) -> Floats:
        """Set d to the quotient where that is larger, and return it.

        A divisor of zero has nothing to say yet.
        """
        estimate = np.zeros_like(self.d)
        np.divide(numerator, divisor, out=estimate, where=divisor != 0.0)
        return np.maximum(self.d, estimate, out=self.d)


class AdamDistance(Distance):
    """Base of those that scale by Adam's averages; it adds the correction and the weight decay."""

    weight_decay_rule = "own"

    beta1: Floats
    beta2: Floats
    eps: Floats
    bias_correction: bool
    decouple: bool
    m: Floats
    v: Floats
    s: Floats

    def start(self) -> None:
        """Set the first guess and start the running products."""
        super().start()
        self.power1: Coefficient = 1.0
        self.power2: Coefficient = 1.0

    def prepare(self) -> None:
        """Take one value a run of what multiplies d; ``longer`` is sqrt(beta2), for the estimate."""
        super().prepare()
        beta1, beta2 = one_column(self.beta1), one_column(self.beta2)
        self.take1, self.take2 = complement(beta1), complement(beta2)
        self.longer = np.sqrt(beta2)
        self.plain = plain(beta1), plain(beta2)
        self.shrink = one_column(self.weight_decay)
        self.has_decay = bool(np.any(self.weight_decay))

    def first_phases(self) -> tuple[Phase, ...]:
        """Return the terms before the averages: the weight decay if it is coupled, and the rate."""
        coupled = Phase(
            "g", "g", "g + λ θ",
            "Weight decay adds a pull towards zero to the gradient, before anything else.",
            lambda s: s.g + s.weight_decay * s.theta, "gradient",
        )  # fmt: skip
        corrected = " √(1 − β₂<sup>t</sup>) / (1 − β₁<sup>t</sup>)" if self.bias_correction else ""
        rate = Phase(
            "stride", "e", f"d η{corrected}",
            "The learning rate that it has found by now: the estimated distance, times η, which stays at 1.",
            lambda s: s.stride(),
        )  # fmt: skip
        return (coupled, rate) if self.has_decay and not self.decouple else (rate,)

    def last_phases(self, move: Phase) -> tuple[Phase, ...]:
        """Return the weight decay, if it is decoupled, and the move."""
        decoupled = Phase(
            "theta", "θ", "(1 − e λ) θ",
            "Decoupled weight decay shrinks the weights themselves; the averages do not know of it.",
            lambda s: (1.0 - s.stride * s.shrink) * s.theta, "point",
        )  # fmt: skip
        return (decoupled, move) if self.has_decay and self.decouple else (move,)

    def stride(self) -> Floats:
        """Count a step and return d * lr of each run, corrected if asked for."""
        rate = self.d * self.rate
        if self.bias_correction:
            beta1, beta2 = self.plain
            self.power1 = self.power1 * beta1
            self.power2 = self.power2 * beta2
            rate *= (1.0 - self.power2) ** 0.5 / (1.0 - self.power1)
        return rate

    def decay_gradient(self, theta: Floats, grad: Floats) -> None:
        """Add the weight decay to the gradient, if it is coupled."""
        if self.has_decay and not self.decouple:
            np.multiply(theta, self.weight_decay, out=self.scratch)
            np.add(grad, self.scratch, out=grad)

    def decay_weights(self, theta: Floats, rate: Floats) -> None:
        """Shrink the weights, if the weight decay is decoupled."""
        if self.has_decay and self.decouple:
            np.multiply(theta, self.shrink * rate, out=self.scratch)
            np.subtract(theta, self.scratch, out=theta)
