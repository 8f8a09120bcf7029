"""The schedule of the first transformer: a rise, then one over the root of the time."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Noam(Schedule):
    """lr(t) = lr * d^-0.5 * min((t + 1)^-0.5, (t + 1) * W^-1.5).

    Its top, at step W - 1, is (d * W)^-0.5; with d = 0 the factor is scaled so that the top is lr.

    References
    ----------
    A. Vaswani et al., NeurIPS 2017, arXiv:1706.03762, equation 3.
    """

    name = "noam"
    title = "Noam (transformer)"
    aliases = ("transformer",)
    rank = 150
    formula = "η<sub>t</sub> = η d<sup>−½</sup> min((t + 1)<sup>−½</sup>, (t + 1) W<sup>−3/2</sup>)"
    description = (
        "Rises in a straight line and falls as 1/√t. With it the first transformer was trained. Its end is "
        "still far from zero, so noise stays."
    )
    reference = "Vaswani et al. 2017"
    parameters = (
        duration("warmup_steps", 0.1, "How long the learning rate rises. The paper: 4000 steps.", "W"),
        Parameter(
            "d_model", 0, "The width of the transformer, 512 in the paper; 0 makes lr the top.",
            kind="integer", low=0, scale="log", slider=(1, 4096), symbol="d",
        ),
    )  # fmt: skip

    warmup_steps: float
    d_model: int

    def start(self) -> None:
        """Compute rise and scale."""
        self.rise = max(steps_of(self.warmup_steps, self.total), 1)
        self.scale = self.d_model**-0.5 if self.d_model else self.rise**0.5

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float(self.scale * min((step + 1) ** -0.5, (step + 1) * self.rise**-1.5))
