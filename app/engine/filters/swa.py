"""The lane is measured at the mean of its weights over the last part of the race."""

from __future__ import annotations

import numpy as np

from ..filter import Average, Floats
from ..schedule import duration, steps_of


class Swa(Average):
    """From step s on, point = the mean of theta at s, s + e, s + 2 e, ...; before, theta itself.

    PyTorch's AveragedModel is updated once an epoch, with a learning rate that stays high (SWALR); combine it
    with a schedule of your choice.

    References
    ----------
    P. Izmailov et al., UAI 2018, arXiv:1803.05407; torch.optim.swa_utils.AveragedModel.
    """

    name = "swa"
    title = "Weight averaging (SWA)"
    rank = 210
    formula = "θ̄ ← θ̄ + (θ − θ̄) / (n + 1), from step s on"
    description = (
        "Draws and measures the lane at the mean of its late weights. A run that circles the minimum at a "
        "constant learning rate has its mean near the middle."
    )
    reference = "Izmailov et al. 2018; torch.optim.swa_utils.AveragedModel"
    parameters = (
        duration("start_at", 0.5, "When the averaging begins.", "s", may_be_none=True),
        duration("every", 0.0, "How long from one point to the next; 0 takes all.", "e", may_be_none=True),
    )  # fmt: skip

    start_at: float
    every: float

    def start(self) -> None:
        """Compute beginning and distance in steps."""
        super().start()
        self.first = max(steps_of(self.start_at, self.total), 1)
        self.between = max(steps_of(self.every, self.total), 1)
        self.count = 1

    def follow(self, source: Floats, step: int) -> None:
        """Take the point into the mean."""
        if step <= self.first:
            np.copyto(self.point, source)
        elif (step - self.first) % self.between == 0:
            self.count += 1
            np.subtract(source, self.point, out=self.scratch)
            np.divide(self.scratch, self.count, out=self.scratch)
            np.add(self.point, self.scratch, out=self.point)
