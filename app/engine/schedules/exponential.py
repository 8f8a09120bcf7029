"""The learning rate shrinks by the same factor at every step."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule


class Exponential(Schedule):
    """lr(t) = lr * gamma^t.

    The default chooses gamma by what is left at the end of the race. optax: exponential_decay; Keras:
    ExponentialDecay.

    References
    ----------
    torch.optim.lr_scheduler.ExponentialLR.
    """

    name = "exponential"
    title = "Exponential"
    aliases = ("exponentiallr",)
    rank = 110
    formula = "η<sub>t</sub> = η γ<sup>t</sup>"
    description = (
        "The learning rate shrinks by the same factor at every step. It is a straight line on a logarithmic "
        "axis. The sum of all steps is finite: shrunk too fast, a run stops before it has arrived."
    )
    reference = "torch.optim.lr_scheduler.ExponentialLR"
    parameters = (
        Parameter(
            "end_factor", 0.01, "What is left of the learning rate at the end of the race, where γ is 0.",
            low=0.0, open_low=True, scale="log", slider=(1e-4, 1.0), symbol="e",
        ),
        Parameter(
            "gamma", 0.0, "The factor from one step to the next; 0 chooses it to fit the race.",
            low=0.0, scale="one_minus_log", slider=(0.0, 0.9999), symbol="γ",
        ),
    )  # fmt: skip

    end_factor: float
    gamma: float

    def start(self) -> None:
        """Choose gamma if none was given."""
        self.ratio = self.gamma or self.end_factor ** (1.0 / self.total)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float(self.ratio**step)
