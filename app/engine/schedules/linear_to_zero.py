"""A warm-up, then a straight line down to zero."""

from __future__ import annotations

from ..schedule import Schedule, duration, steps_of


class LinearToZero(Schedule):
    """lr(t) = lr * (t + 1) / W for t < W, then lr * (T - t) / (T - W).

    References
    ----------
    R. M. Schmidt et al., ICML 2021, arXiv:2007.01547; G. Dahl et al. (AlgoPerf), arXiv:2306.07179.
    """

    name = "linear_to_zero"
    title = "Linear to zero"
    aliases = ("linear_decay",)
    rank = 50
    formula = "t &lt; W: η (t + 1) / W, then η (T − t) / (T − W)"
    description = (
        "A short rise and a straight line down to zero. Simple and hard to beat: in large comparisons it "
        "does as well as the cosine, and the last iterate of SGD has its best guarantee with it."
    )
    reference = "Schmidt et al. 2021; Dahl et al. 2023"
    parameters = (duration("warmup_steps", 0.05, "How long the learning rate rises.", "W", may_be_none=True),)

    warmup_steps: float

    def start(self) -> None:
        """Compute the rise in steps."""
        self.rise = min(steps_of(self.warmup_steps, self.total), self.total - 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        if step < self.rise:
            return (step + 1) / self.rise
        return max(self.total - step, 0) / (self.total - self.rise)
