"""What the schedule-free methods share: three points, and how the average is weighed."""

from __future__ import annotations

import numpy as np

from .moves import Coefficient, Floats, descend, plain
from .optimizer import Optimizer, Slot
from .parameter import Parameter
from .phase import Phase

__all__ = ["AVERAGING", "POINTS", "ScheduleFree"]

AVERAGING = (
    Parameter(
        "warmup_steps", 0,
        "Steps over which the learning rate rises to lr along a line. 0 starts with all of it.",
        kind="integer", low=0, slider=(0, 100), symbol="T", live=False,
    ),
    Parameter(
        "r", 0.0,
        "Weighs later points more in the average, by step number to this power. 0 weighs all alike.",
        low=0.0, slider=(0.0, 4.0), symbol="r",
    ),
    Parameter(
        "weight_lr_power", 2.0,
        "Weighs points in the average by the largest learning rate so far to this power, so that points of "
        "the warm-up count little.",
        low=0.0, slider=(0.0, 4.0), symbol="p",
    ),
)  # fmt: skip
POINTS = (
    Slot("point", "x", "The weighted average of z: the point that is drawn and measured."),
    Slot("z", "z", "The fast point, which takes plain steps with gradients from elsewhere."),
)
_TINY = float(np.finfo(np.float64).tiny)


class ScheduleFree(Optimizer):
    """Base of methods that average instead of lowering the learning rate.

    theta is y, where gradients are taken, on the line from the fast point z to the average x.
    """

    warmup_steps: Floats
    r: Floats
    weight_lr_power: Floats
    point: Floats
    z: Floats

    def prepare(self) -> None:
        """Take numbers that are the same for all runs out of their arrays."""
        self.weighing = (
            plain(self.lr),
            plain(np.maximum(self.warmup_steps, 1.0)),
            plain(self.r),
            plain(self.weight_lr_power),
        )

    def start(self) -> None:
        """Start the sum of weights."""
        self.t = 0
        self.largest: Coefficient = 0.0
        self.weights: Coefficient = 0.0

    def begin(self, theta: Floats) -> None:
        """Start all three points in one place."""
        np.copyto(self.z, theta)
        np.copyto(self.point, theta)

    def count(self) -> tuple[Coefficient, Coefficient]:
        """Count a step; return its learning rate, and the share of the new z in the average."""
        rate, self.largest, weight = self.weigh()
        self.t += 1
        self.weights = self.weights + weight
        # While all learning rates were zero so are the weights: z stays, and takes no share.
        return rate, weight / np.maximum(self.weights, _TINY)

    def weigh(self) -> tuple[Coefficient, Coefficient, Coefficient]:
        """Return the learning rate of the next step, the largest so far, and the weight of the new z."""
        t = self.t + 1
        lr, warmup, r, power = self.weighing
        rate = lr * np.minimum(t / warmup, 1.0)
        largest = np.maximum(self.largest, rate)
        return rate, largest, t**r * largest**power

    def first_phases(self) -> tuple[Phase, ...]:
        """Return the learning rate of a step, and how much its point counts in the average."""
        return (
            Phase(
                "rate", "ηₜ", "η min(1, t / T)" if np.any(self.warmup_steps) else "η",
                "The learning rate of this step: nothing lowers it later, at most it is warmed up at first.",
                lambda s: s.weigh()[0],
            ),
            Phase(
                "share", "c", "w / Σ w, w = t<sup>r</sup> ηₘₐₓ<sup>p</sup>",
                "How much the new fast point counts in the average: one part in t if all points count alike.",
                lambda s: s.weigh()[2] / np.maximum(s.weights + s.weigh()[2], _TINY),
            ),
        )  # fmt: skip

    def last_phases(self, beta: str, symbol: str) -> tuple[Phase, ...]:
        """Return the average, and the place of the next gradient; ``beta`` names the hyperparameter."""
        return (
            Phase(
                "point", "x", "x + c (z − x)",
                "The average moves towards the fast point: it is what is drawn and measured.",
                lambda s: s.point + s.share * (s.z - s.point), "point",
            ),
            Phase(
                "theta", "θ", f"{symbol} x + (1 − {symbol}) z",
                "The next gradient is taken between the average and the fast point, close to the average.",
                lambda s: s.z + getattr(s, beta) * (s.point - s.z), "point",
            ),
        )  # fmt: skip

    def settle(self, theta: Floats, share: Coefficient, beta: Floats) -> None:
        """Move the average towards z, and theta to where the next gradient is taken."""
        np.subtract(self.z, self.point, out=self.scratch)
        np.multiply(self.scratch, share, out=self.scratch)
        np.add(self.point, self.scratch, out=self.point)
        np.subtract(self.point, self.z, out=self.scratch)
        np.multiply(self.scratch, beta, out=self.scratch)
        np.add(self.z, self.scratch, out=theta)

    def fall(self, direction: Floats, rate: Coefficient) -> None:
        """Move the fast point."""
        descend(self.z, direction, rate, self.scratch)
