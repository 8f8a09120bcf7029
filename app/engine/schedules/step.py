"""A smaller learning rate after equal stretches of the race."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Step(Schedule):
    """lr(t) = lr * gamma^floor(t / step_size).

    PyTorch counts step_size in calls of the scheduler, usually one an epoch; here it counts updates. optax:
    exponential_decay(staircase=True); Keras: ExponentialDecay(staircase=True).

    References
    ----------
    torch.optim.lr_scheduler.StepLR.
    """

    name = "step"
    title = "Steps"
    aliases = ("steplr", "staircase")
    rank = 40
    formula = "η<sub>t</sub> = η γ<sup>⌊t / s⌋</sup>"
    description = (
        "The learning rate drops by the same factor after equal stretches. Watch the loss of a noisy run "
        "fall at once at each drop: the noise floor is proportional to the learning rate."
    )
    reference = "torch.optim.lr_scheduler.StepLR"
    parameters = (
        duration("step_size", 0.3, "How long the learning rate stays before it drops.", "s"),
        Parameter(
            "gamma", 0.1, "What is left of the learning rate after a drop.",
            low=0.0, open_low=True, scale="log", slider=(0.01, 1.0), symbol="γ",
        ),
    )  # fmt: skip

    step_size: float
    gamma: float

    def start(self) -> None:
        """Compute the stretch in steps."""
        self.stretch = max(steps_of(self.step_size, self.total), 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float(self.gamma ** (step // self.stretch))
