"""A straight rise, then half a cosine down: how language models are trained."""

from __future__ import annotations

from math import cos, pi

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class WarmupCosine(Schedule):
    """lr(t) = lr * (s + (1 - s) t / W) for t < W, then a cosine of (t - W) / (T - W) down to m * lr.

    PyTorch: LinearLR and CosineAnnealingLR in a SequentialLR. optax: warmup_cosine_decay_schedule, whose
    decay_steps T includes the warm-up; the top is at step W, the end at T, and there it stays.

    References
    ----------
    T. Brown et al., NeurIPS 2020, arXiv:2005.14165; optax.warmup_cosine_decay_schedule.
    """

    name = "warmup_cosine"
    title = "Warm-up and cosine"
    aliases = ("warmup_cosine_decay",)
    rank = 20
    formula = "t &lt; W: η (s + (1 − s) t / W)<br>then η (m + (1 − m) (1 + cos(π (t − W) / (T − W))) / 2)"
    description = (
        "The usual schedule of large models: a short rise while Adam's averages fill, then a long fall. "
        "The warm-up allows a larger learning rate, as the steep start is behind when it is reached."
    )
    reference = "Brown et al. 2020; optax.warmup_cosine_decay_schedule"
    parameters = (
        duration("warmup_steps", 0.1, "How long the learning rate rises.", "W", may_be_none=True),
        Parameter(
            "start_factor", 0.01, "The factor of the first step.",
            low=0.0, high=1.0, slider=(0.0, 1.0), symbol="s",
        ),
        Parameter(
            "min_factor", 0.0, "What is left at the end.", low=0.0, high=1.0, slider=(0.0, 1.0), symbol="m",
        ),
        duration("total_steps", 1.0, "When the end is reached, the rise included.", "T"),
    )  # fmt: skip

    warmup_steps: float
    start_factor: float
    min_factor: float
    total_steps: float

    def start(self) -> None:
        """Compute rise and end in steps."""
        self.rise = steps_of(self.warmup_steps, self.total)
        self.end = max(steps_of(self.total_steps, self.total), self.rise + 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        if step < self.rise:
            return self.start_factor + (1.0 - self.start_factor) * step / self.rise
        part = min(step - self.rise, self.end - self.rise) / (self.end - self.rise)
        low = self.min_factor
        return low + (1.0 - low) / 2.0 * (1.0 + cos(pi * part))
