"""Half cosines one after the other, each from the full learning rate again."""

from __future__ import annotations

from math import cos, pi

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class CosineRestarts(Schedule):
    """lr(t) = lr * (m + (1 - m) / 2 * (1 + cos(pi * u / T))), at u of the present cycle of T steps.

    Cycles have T_0, T_0 * T_mult, T_0 * T_mult^2 ... steps; each starts with lr again. PyTorch's eta_min is
    m * lr. optax: sgdr_schedule; Keras: CosineDecayRestarts.

    References
    ----------
    I. Loshchilov and F. Hutter, ICLR 2017, arXiv:1608.03983;
    torch.optim.lr_scheduler.CosineAnnealingWarmRestarts.
    """

    name = "cosine_restarts"
    title = "Cosine with restarts"
    aliases = ("sgdr", "cosineannealingwarmrestarts")
    rank = 200
    formula = "η<sub>t</sub> = η (m + (1 − m) (1 + cos(π u / T<sub>i</sub>)) / 2), u since the restart"
    description = (
        "Half cosines one after the other. At each restart the learning rate jumps back up and can carry a "
        "run out of a narrow minimum into a wider one; the loss shows it as saw teeth."
    )
    reference = "Loshchilov & Hutter 2017; torch.optim.lr_scheduler.CosineAnnealingWarmRestarts"
    parameters = (
        duration("T_0", 0.25, "How long the first cycle is."),
        Parameter(
            "T_mult", 1, "How many times longer each cycle is than the one before.",
            kind="integer", low=1, slider=(1, 4),
        ),
        Parameter(
            "min_factor", 0.0, "What is left at the end of a cycle; PyTorch's eta_min is this times lr.",
            low=0.0, high=1.0, slider=(0.0, 1.0), symbol="m",
        ),
    )  # fmt: skip

    T_0: float
    T_mult: int
    min_factor: float

    def start(self) -> None:
        """Compute the first cycle in steps."""
        self.first = max(steps_of(self.T_0, self.total), 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        length = self.first
        if self.T_mult == 1:
            step %= length
        while step >= length:
            step -= length
            length *= self.T_mult
        low = self.min_factor
        return low + (1.0 - low) / 2.0 * (1.0 + cos(pi * step / length))
