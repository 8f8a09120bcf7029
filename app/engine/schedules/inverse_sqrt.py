"""The learning rate falls as one over the root of the time."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule


class InverseSqrt(Schedule):
    """lr(t) = lr / sqrt(1 + t / timescale).

    The rate for which the regret of online gradient descent is of order sqrt(T), without knowing T.

    References
    ----------
    M. Zinkevich, ICML 2003; X. Zhai et al., CVPR 2022, arXiv:2106.04560 (with a timescale).
    """

    name = "inverse_sqrt"
    title = "Inverse square root"
    aliases = ("rsqrt",)
    rank = 130
    open_ended = True
    formula = "η<sub>t</sub> = η / √(1 + t / s)"
    description = (
        "Falls as 1/√t and needs no end. A race can go on for as long as you like. It shrinks more gently "
        "than 1/t, so that noise stays visible for longer."
    )
    reference = "Zinkevich 2003; Zhai et al. 2022"
    parameters = (
        Parameter(
            "timescale", 1.0, "After this many steps the learning rate is 0.71 of what it was.",
            low=0.0, open_low=True, scale="log", slider=(1.0, 1e4), symbol="s",
        ),
    )  # fmt: skip

    timescale: float

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float((1.0 + step / self.timescale) ** -0.5)
