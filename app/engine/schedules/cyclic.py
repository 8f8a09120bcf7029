"""The learning rate goes up and down in triangles, while momentum does the opposite."""

from __future__ import annotations

from math import floor

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Cyclic(Schedule):
    """lr(t) = lr * (b + (1 - b) * height * triangle(t)), between b * lr and lr.

    The height is 1 (triangular), half of the last cycle's (triangular2) or gamma^t (exp_range). PyTorch sets
    both ends itself, base_lr = b * lr and max_lr = lr. Momentum, or beta1 where there is none, goes the
    other way between max_momentum and base_momentum, which overrides what was set, unless cycle_momentum is
    off.

    References
    ----------
    L. N. Smith, WACV 2017, arXiv:1506.01186; torch.optim.lr_scheduler.CyclicLR.
    """

    name = "cyclic"
    title = "Cyclic"
    aliases = ("cycliclr", "triangular")
    rank = 210
    formula = "η<sub>t</sub> = η (b + (1 − b) h △(t)); h = 1, 2<sup>1 − cycle</sup> or γ<sup>t</sup>"
    description = (
        "Up and down in triangles. The first rise is a search: where the loss turns upwards, the learning "
        "rate has become too large."
    )
    reference = "Smith 2017; torch.optim.lr_scheduler.CyclicLR"
    parameters = (
        Parameter(
            "base_factor", 0.1, "The lowest learning rate as a part of the highest, lr.",
            low=0.0, high=1.0, slider=(0.0, 1.0), symbol="b",
        ),
        duration("step_size_up", 0.1, "How long the learning rate rises. PyTorch: 2000 steps."),
        duration("step_size_down", 0.0, "How long it falls; 0 is as long as it rises.", may_be_none=True),
        Parameter(
            "mode", "triangular", "All triangles alike, each half as high as the last, or shrinking by γ.",
            kind="choice", choices=("triangular", "triangular2", "exp_range"),
        ),
        Parameter(
            "gamma", 1.0, "For exp_range: how the height shrinks with each step.",
            low=0.0, high=1.0, slider=(0.9, 1.0), symbol="γ",
        ),
        Parameter(
            "cycle_momentum", True,
            "Momentum (or β₁) goes down while the learning rate goes up. It replaces the momentum that was "
            "set.",
            kind="switch",
        ),
        Parameter(
            "base_momentum", 0.8, "Momentum at the highest learning rate.",
            low=0.0, high=1.0, open_high=True, slider=(0.0, 0.99),
        ),
        Parameter(
            "max_momentum", 0.9, "Momentum at the lowest learning rate.",
            low=0.0, high=1.0, open_high=True, slider=(0.0, 0.99),
        ),
    )  # fmt: skip

    base_factor: float
    step_size_up: float
    step_size_down: float
    mode: str
    gamma: float
    cycle_momentum: bool
    base_momentum: float
    max_momentum: float

    def start(self) -> None:
        """Compute rise and cycle in steps."""
        rise = max(steps_of(self.step_size_up, self.total), 1)
        fall = max(steps_of(self.step_size_down, self.total), 1) if self.step_size_down else rise
        self.length = float(rise + fall)
        self.turn = rise / self.length

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return self.base_factor + (1.0 - self.base_factor) * self._height(step)

    def momentum(self, step: int) -> float | None:
        """Return the momentum of a step."""
        if not self.cycle_momentum:
            return None
        return self.max_momentum - (self.max_momentum - self.base_momentum) * self._height(step)

    def _height(self, step: int) -> float:
        cycle = floor(1.0 + step / self.length)
        part = 1.0 + step / self.length - cycle
        height = part / self.turn if part <= self.turn else (part - 1.0) / (self.turn - 1.0)
        if self.mode == "triangular2":
            return height / 2.0 ** (cycle - 1)
        return float(height * self.gamma**step) if self.mode == "exp_range" else height
