"""A smaller learning rate from given steps on."""

from __future__ import annotations

from bisect import bisect_right

from ..parameter import Parameter
from ..schedule import Schedule


class MultiStep(Schedule):
    """lr(t) = lr * gamma^(number of milestones <= t); a milestone that stands twice counts twice.

    optax: piecewise_constant_schedule; Keras: PiecewiseConstantDecay.

    References
    ----------
    torch.optim.lr_scheduler.MultiStepLR.
    """

    name = "multistep"
    title = "Steps at milestones"
    aliases = ("multisteplr", "piecewise")
    rank = 100
    formula = "η<sub>t</sub> = η γ<sup>number of milestones ≤ t</sup>"
    description = (
        "The learning rate drops at steps of your choice. Residual networks were first trained so: by ten at "
        "half and at three quarters of the training."
    )
    reference = "torch.optim.lr_scheduler.MultiStepLR; He et al. 2016"
    parameters = (
        Parameter(
            "milestones", (),
            "The steps at which the learning rate drops, such as 250x375; none stands for half and three "
            "quarters of the race.",
            kind="integers", low=0,
        ),
        Parameter(
            "gamma", 0.1, "What is left of the learning rate after a drop.",
            low=0.0, open_low=True, scale="log", slider=(0.01, 1.0), symbol="γ",
        ),
    )  # fmt: skip

    milestones: tuple[int, ...]
    gamma: float

    def start(self) -> None:
        """Sort the milestones."""
        self.drops = sorted(self.milestones or (self.total // 2, 3 * self.total // 4))

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float(self.gamma ** bisect_right(self.drops, step))
