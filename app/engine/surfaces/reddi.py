"""The online problem on which Adam goes the wrong way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from ..online import Floats, Integers, Online
from ..parameter import Parameter

__all__ = ["Reddi"]


class Reddi(Online):
    """``f_t(x) = C x`` in the first of every ``period`` rounds and ``-x`` in the others, -1 <= x <= 1.

    Notes
    -----
    The average of the functions has the slope (C - period + 1) / period: with C > period - 1 the best x is
    -1. Adam divides the one large gradient by a root that it has just made large itself, so that it counts
    less than the small ones of the other way; AMSGrad keeps the root large. Reddi et al. prove it for the
    period 3, C > 2, beta1 = 0 and beta2 = 1 / (1 + C^2), and show it with C = 101, the period 101 and
    beta2 = 0.99 (both slopes ten times as large, which Adam does not see). Source: Reddi, Kale and Kumar
    (2018).
    """

    name = "reddi"
    title = "Reddi's online problem"
    formula = (
        "f(x, y) = mean of f<sub>t</sub>(x) &minus; f<sub>t</sub>(x*); f<sub>t</sub>(x) = C x once a period, "
        "else &minus;x"
    )
    description = (
        "A game of many rounds on the line from -1 to 1: once a period the slope is large and positive, in "
        "all other rounds small and negative, and on average -1 is best. Adam with a short memory (beta1 = "
        "0, beta2 = 0.1 at C = 3) walks to +1, the worst place, because the rare large gradient makes its "
        "own step small; AMSGrad and gradient descent find -1. The picture shows x across and the race "
        "upwards; see the average regret."
    )
    reference = (
        "S. J. Reddi, S. Kale and S. Kumar (2018). On the convergence of Adam and beyond. International "
        "Conference on Learning Representations, arXiv:1904.09237."
    )
    rank = 535
    colour_scale = "linear"
    parameters = (
        Parameter(
            "c", 3.0, "The slope of the one steep round in a period.",
            low=0.0, high=1e6, open_low=True, scale="log", slider=(1.0, 1e4), live=False,
        ),
        Parameter(
            "period", 3, "How many rounds there are from one steep one to the next.",
            kind="integer", low=2, high=100_000, scale="log", slider=(2, 1000), live=False,
        ),
    )  # fmt: skip
    domain = ((-1.0, 1.0), (0.0, 1.0))
    starts = ((0.0, 0.0), (1.0, 0.0), (-1.0, 0.0), (0.5, 0.0))

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values)
        self._c, self._period = cast(float, self.values["c"]), cast(int, self.values["period"])
        self._mean = (self._c - (self._period - 1)) / self._period
        self.minima = ((self.best, 1.0),)

    @property
    def best(self) -> float:
        """-1 if the average rises with x, else 1."""
        return -1.0 if self._mean >= 0.0 else 1.0

    def slopes(self, rounds: Integers) -> Floats:
        """Return C for the first round of each period, -1 for the others."""
        return np.where(rounds % self._period == 0, self._c, -1.0)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return the average function above its best value, and its slopes; it is the same for all y."""
        still = 0.0 * y
        return self._mean * (x - self.best) + still, self._mean + 0.0 * x, still
