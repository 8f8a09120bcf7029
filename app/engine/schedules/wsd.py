"""Warm-up, a long stable stretch, and a short decay."""

from __future__ import annotations

from math import cos, pi, sqrt

from ..parameter import Parameter
from ..schedule import Schedule, duration, steps_of


class Wsd(Schedule):
    """lr(t) = lr * (t + 1) / W for t < W, then lr, and over the last D steps lr * d(u), u from 0 to 1.

    d(u) is 1 - sqrt(u), 1 - u (the trapezoid), (1 + cos(pi u)) / 2 or 1 - u^2. Only the last stretch knows
    where the race ends, so a run can be continued from before it.

    References
    ----------
    S. Hu et al. (MiniCPM), arXiv:2404.06395; A. Hägele et al., NeurIPS 2024, arXiv:2405.18392.
    """

    name = "wsd"
    title = "Warm-up, stable, decay"
    aliases = ("warmup_stable_decay", "trapezoid")
    rank = 60
    formula = "(t + 1) / W, then 1, then d(u) over the last D steps: 1 − √u, 1 − u, cosine or 1 − u²"
    description = (
        "A trapezoid. The loss seems to stand still during the stable stretch and then falls steeply in the "
        "decay: it had gone down the valley all the while, and the noise had hidden it."
    )
    reference = "Hu et al. 2024; Hägele et al. 2024"
    parameters = (
        duration("warmup_steps", 0.05, "How long the learning rate rises.", "W", may_be_none=True),
        duration("decay_steps", 0.2, "How long it falls; 10 to 20 % of the race are usual.", "D"),
        Parameter(
            "form", "sqrt", "The shape of the fall: 1 − √u, 1 − u, half a cosine, or 1 − u².",
            kind="choice", choices=("sqrt", "linear", "cosine", "square"),
        ),
    )  # fmt: skip

    warmup_steps: float
    decay_steps: float
    form: str

    def start(self) -> None:
        """Compute rise and fall in steps."""
        self.rise = steps_of(self.warmup_steps, self.total)
        self.fall = max(steps_of(self.decay_steps, self.total), 1)

    def factor(self, step: int) -> float:
        """Return the factor of a step."""
        found = (step + 1) / self.rise if step < self.rise else 1.0
        u = min((step - (self.total - self.fall)) / self.fall, 1.0)
        if u <= 0.0:
            return found
        if self.form == "sqrt":
            return found * (1.0 - sqrt(u))
        if self.form == "linear":
            return found * (1.0 - u)
        return found * ((1.0 + cos(pi * u)) / 2.0 if self.form == "cosine" else 1.0 - u * u)
