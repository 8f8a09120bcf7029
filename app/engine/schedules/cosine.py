"""The learning rate falls along half a cosine."""

from __future__ import annotations

from math import cos, pi

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Cosine(Schedule):
    """lr(t) = lr * (m + (1 - m) / 2 * (1 + cos(pi * t / T_max))).

    Not clamped, as in PyTorch: after T_max the learning rate climbs back, with period 2 T_max. PyTorch's
    eta_min is m * lr. optax (cosine_decay_schedule, its alpha is m) and Keras (CosineDecay) stay at the end.

    References
    ----------
    I. Loshchilov and F. Hutter, ICLR 2017, arXiv:1608.03983; torch.optim.lr_scheduler.CosineAnnealingLR.
    """

    name = "cosine"
    title = "Cosine"
    aliases = ("cosine_annealing", "cosineannealinglr")
    rank = 10
    formula = "η<sub>t</sub> = η (m + (1 − m) (1 + cos(π t / T<sub>max</sub>)) / 2)"
    description = (
        "Stays near the full learning rate at first, falls fastest in the middle and lands softly. With "
        "noise the loss keeps falling to the very end, where a constant rate stays on its floor."
    )
    reference = "Loshchilov & Hutter 2017; torch.optim.lr_scheduler.CosineAnnealingLR"
    parameters = (
        Parameter(
            "min_factor", 0.0, "What is left at the lowest point; PyTorch's eta_min is this times lr.",
            low=0.0, high=1.0, slider=(0.0, 1.0), symbol="m",
        ),
        duration("T_max", 1.0, "When the lowest point is reached; after it the learning rate climbs."),
    )  # fmt: skip

    min_factor: float
    T_max: float

    def start(self) -> None:
        """Compute the half period in steps."""
        self.half = max(steps_of(self.T_max, self.total), 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        low = self.min_factor
        return low + (1.0 - low) / 2.0 * (1.0 + cos(pi * step / self.half))
