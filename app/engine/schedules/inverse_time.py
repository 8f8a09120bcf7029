"""The learning rate falls as one over the time: the steps of the convergence proofs."""

from __future__ import annotations

from ..parameter import Parameter
from ..schedule import Schedule


class InverseTime(Schedule):
    """lr(t) = lr * (1 + decay * t)^-power.

    With power 1 the sum of all steps is infinite while that of their squares is not, which is what Robbins
    and Monro need. torch.optim.ASGD has decay = lambd * lr and power = alpha = 0.75. Keras:
    InverseTimeDecay. The default chooses decay by what is left at the end of the race.

    References
    ----------
    H. Robbins and S. Monro, Ann. Math. Stat. 22 (1951) 400; torch.optim.ASGD.
    """

    name = "inverse_time"
    title = "Inverse time"
    aliases = ("robbins_monro",)
    rank = 120
    formula = "η<sub>t</sub> = η / (1 + d t)<sup>p</sup>"
    description = (
        "Falls as 1/t, the steps of the convergence proofs. They are small enough to average the noise away, "
        "and still long enough in sum to reach the minimum from anywhere. In practice slow, as most of the "
        "race is spent on tiny steps."
    )
    reference = "Robbins & Monro 1951; torch.optim.ASGD"
    parameters = (
        Parameter(
            "end_factor", 0.1, "What is left of the learning rate at the end of the race, where d is 0.",
            low=0.0, open_low=True, high=1.0, scale="log", slider=(1e-4, 1.0), symbol="e",
        ),
        Parameter(
            "decay", 0.0, "How fast it falls; 0 chooses it to fit the race.",
            low=0.0, scale="log", slider=(1e-5, 1.0), symbol="d",
        ),
        Parameter(
            "power", 1.0, "1 is the classical one, 0.75 that of averaged SGD.",
            low=0.0, open_low=True, slider=(0.25, 1.5), symbol="p",
        ),
    )  # fmt: skip

    end_factor: float
    decay: float
    power: float

    def start(self) -> None:
        """Choose the decay if none was given."""
        self.rate = self.decay or (self.end_factor ** (-1.0 / self.power) - 1.0) / self.total

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        return float((1.0 + self.rate * step) ** -self.power)
