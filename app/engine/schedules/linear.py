"""The learning rate goes in a straight line from one factor to another."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Linear(Schedule):
    """lr(t) = lr * (s + (e - s) * min(t, T) / T).

    PyTorch's LinearLR, with 5 steps by default; the first update already has s. optax: linear_schedule.

    References
    ----------
    torch.optim.lr_scheduler.LinearLR.
    """

    name = "linear"
    title = "Linear"
    aliases = ("linearlr",)
    rank = 220
    formula = "η<sub>t</sub> = η (s + (e − s) min(t, T) / T)"
    description = (
        "In a straight line from one factor to another, and then it stays. As it stands, a warm-up; with a "
        "start of 1 and an end of 0 over the whole race, a decay."
    )
    reference = "torch.optim.lr_scheduler.LinearLR"
    parameters = (
        Parameter(
            "start_factor", 1 / 3, "The factor of the first step.",
            low=0.0, slider=(0.0, 1.0), symbol="s",
        ),
        Parameter(
            "end_factor", 1.0, "The factor at the end.", low=0.0, slider=(0.0, 1.0), symbol="e",
        ),
        duration("total_iters", 0.1, "How long the line is.", "T"),
    )  # fmt: skip

    start_factor: float
    end_factor: float
    total_iters: float

    def start(self) -> None:
        """Compute the end of the line in steps."""
        self.end = max(steps_of(self.total_iters, self.total), 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return self.start_factor + (self.end_factor - self.start_factor) * min(step, self.end) / self.end
