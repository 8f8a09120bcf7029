"""The learning rate falls to zero along a power of the time that is left."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Polynomial(Schedule):
    """lr(t) = lr * (1 - min(t, T) / T)^power.

    PyTorch's total_iters is 5 by default; here it is the race. Keras and optax have an end value besides.

    References
    ----------
    torch.optim.lr_scheduler.PolynomialLR.
    """

    name = "polynomial"
    title = "Polynomial"
    aliases = ("polynomiallr",)
    rank = 140
    formula = "η<sub>t</sub> = η (1 − min(t, T) / T)<sup>p</sup>"
    description = (
        "Falls to zero along a power of the time that is left. Power 1 is a straight line, 2 a gentle "
        "landing. What remains after it has reached zero is not used."
    )
    reference = "torch.optim.lr_scheduler.PolynomialLR"
    parameters = (
        duration("total_iters", 1.0, "When the learning rate has become zero.", "T"),
        Parameter(
            "power", 1.0, "The exponent.", low=0.0, open_low=True, slider=(0.5, 4.0), symbol="p",
        ),
    )  # fmt: skip

    total_iters: float
    power: float

    def start(self) -> None:
        """Compute the end in steps."""
        self.end = max(steps_of(self.total_iters, self.total), 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float((1.0 - min(step, self.end) / self.end) ** self.power)
