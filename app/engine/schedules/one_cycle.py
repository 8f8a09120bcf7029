"""One rise and one fall of the learning rate, while momentum does the opposite."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class OneCycle(Schedule):
    """Up from lr / div_factor to lr, then down to lr / (div_factor * final_div_factor).

    With N steps, the top is at step pct_start * N - 1 and the bottom at step N - 1; three_phase comes down
    as fast as it went up, to where it began, before it fades out. lr is what PyTorch calls max_lr. Momentum
    goes from max_momentum to base_momentum and back in the same phases, and so does beta1 where there is no
    momentum; this overrides what was set, as in PyTorch, unless cycle_momentum is off. Adam's correction for
    its start divides here by 1 - the product of the decays that were used, in PyTorch by 1 - beta1^t with
    the present one. After N steps PyTorch raises an error; here the learning rate stays. optax
    (cosine_onecycle_schedule) has its top one step later and leaves momentum alone.

    References
    ----------
    L. N. Smith and N. Topin, arXiv:1708.07120; torch.optim.lr_scheduler.OneCycleLR.
    """

    name = "one_cycle"
    title = "One cycle"
    aliases = ("onecycle", "onecyclelr")
    rank = 30
    formula = (
        "η/d → η over the first p of the race, then η → η/(d d<sub>f</sub>)<br>"
        "μ: max → base → max in the same phases"
    )
    description = (
        "One long rise to a learning rate higher than one would dare to hold, and one long fall, while "
        "momentum goes down and up. Set lr as high as the middle of a race can bear."
    )
    reference = "Smith & Topin 2018; torch.optim.lr_scheduler.OneCycleLR"
    parameters = (
        Parameter(
            "pct_start", 0.3, "The part of the cycle in which the learning rate rises.",
            low=0.0, high=1.0, slider=(0.05, 0.95), symbol="p",
        ),
        Parameter(
            "div_factor", 25.0, "How many times smaller the first learning rate is than the largest.",
            low=1.0, scale="log", slider=(1.0, 100.0), symbol="d",
        ),
        Parameter(
            "final_div_factor", 1e4, "How many times smaller the last learning rate is than the first.",
            low=0.0, open_low=True, scale="log", slider=(1.0, 1e5),
        ),
        Parameter(
            "anneal_strategy", "cos", "Along half a cosine, or in a straight line.",
            kind="choice", choices=("cos", "linear"),
        ),
        Parameter(
            "three_phase", False, "Comes down to where it began first, and then fades out.", kind="switch",
        ),
        Parameter(
            "cycle_momentum", True,
            "Momentum (or β₁) goes down while the learning rate goes up. It replaces the momentum that was "
            "set.",
            kind="switch",
        ),
        Parameter(
            "base_momentum", 0.85, "Momentum at the largest learning rate.",
            low=0.0, high=1.0, open_high=True, slider=(0.0, 0.99),
        ),
        Parameter(
            "max_momentum", 0.95, "Momentum at the beginning and at the end.",
            low=0.0, high=1.0, open_high=True, slider=(0.0, 0.99),
        ),
        duration("total_steps", 1.0, "How long the cycle is.", "N"),
    )  # fmt: skip

    pct_start: float
    div_factor: float
    final_div_factor: float
    anneal_strategy: str
    three_phase: bool
    cycle_momentum: bool
    base_momentum: float
    max_momentum: float
    total_steps: float

    def start(self) -> None:
        """Lay out the phases: where each ends, with which learning rate and which momentum."""
        steps = max(steps_of(self.total_steps, self.total), 1)
        first = 1.0 / self.div_factor
        last = first / self.final_div_factor
        low, high = self.base_momentum, self.max_momentum
        top = self.pct_start * steps - 1.0
        if self.three_phase:
            self.phases = [(top, 1.0, low), (2.0 * top, first, high), (steps - 1.0, last, high)]
        else:
            self.phases = [(top, 1.0, low), (steps - 1.0, last, high)]
        self.begin = (first, high)
        self.anneal: Callable[[float, float, float], float] = (
            _cosine if self.anneal_strategy == "cos" else _line
        )

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return self._at(step, 0)

    def momentum(self, step: int) -> float | None:
        """Return the momentum of a step."""
        return self._at(step, 1) if self.cycle_momentum else None

    def _at(self, step: int, which: int) -> float:
        before, start = 0.0, self.begin[which]
        for end, *values in self.phases:
            if step <= end:
                part = (step - before) / (end - before) if end > before else 1.0
                return self.anneal(start, values[which], part)
            before, start = end, values[which]
        return start


def _cosine(start: float, end: float, part: float) -> float:
    return end + (start - end) / 2.0 * (1.0 + cos(pi * part))


def _line(start: float, end: float, part: float) -> float:
    return (end - start) * part + start
