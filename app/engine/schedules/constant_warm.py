"""A smaller learning rate for the first steps, then the full one."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class ConstantWarm(Schedule):
    """lr(t) = lr * factor for t < total_iters, then lr.

    PyTorch's ConstantLR, with 5 steps by default. As a warm-up it is the oldest: He et al. trained their
    110-layer network at 0.01 until the error was below 80 %, then at 0.1.

    References
    ----------
    torch.optim.lr_scheduler.ConstantLR.
    """

    name = "constant_warm"
    title = "Constant warm-up"
    aliases = ("constantlr",)
    rank = 230
    formula = "η<sub>t</sub> = η f for t &lt; T<sub>w</sub>, then η"
    description = (
        "A smaller learning rate at first, and then at once the full one. Useful where the first gradients "
        "are so steep that the full rate would throw the run out."
    )
    reference = "torch.optim.lr_scheduler.ConstantLR; He et al. 2016"
    parameters = (
        Parameter(
            "start_factor", 1 / 3, "The factor of the first steps; PyTorch calls it factor.",
            low=0.0, high=1.0, scale="log", slider=(0.01, 1.0), symbol="f",
        ),
        duration("total_iters", 0.1, "How long the learning rate is smaller.", "T"),
    )  # fmt: skip

    start_factor: float
    total_iters: float

    def start(self) -> None:
        """Compute the end of the warm-up in steps."""
        self.end = steps_of(self.total_iters, self.total)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return self.start_factor if step < self.end else 1.0
