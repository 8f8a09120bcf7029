"""The lane is measured at a running average of its weights."""

from __future__ import annotations

import numpy as np

from ..filter import Average, Floats
from ..moves import average
from ..parameter import Parameter


class Ema(Average):
    """point = d * point + (1 - d) * theta after every update; the first update is copied.

    The copy is PyTorch's; optax.ema starts at zero and divides by 1 - d^t. The method itself does not know
    of the average.

    References
    ----------
    B. T. Polyak and A. B. Juditsky, SIAM J. Control Optim. 30 (1992) 838;
    torch.optim.swa_utils.get_ema_multi_avg_fn.
    """

    name = "ema"
    title = "Weight averaging (EMA)"
    rank = 200
    formula = "θ̄ ← d θ̄ + (1 − d) θ"
    description = (
        "Draws and measures the lane at a running average of its weights. The noise averages out as if the "
        "learning rate had been lowered, without slowing the method down."
    )
    reference = "Polyak & Juditsky 1992; torch.optim.swa_utils"
    parameters = (
        Parameter(
            "decay", 0.99, "How slowly the average forgets: it reaches back about 1/(1 − d) steps.",
            low=0.0, high=1.0, open_high=True, scale="one_minus_log", slider=(0.0, 0.9999), symbol="d",
        ),
    )  # fmt: skip

    decay: float

    def follow(self, source: Floats, step: int) -> None:
        """Move the average towards the point."""
        if step <= 1:
            np.copyto(self.point, source)
        else:
            average(self.point, source, self.decay, 1.0 - self.decay, self.scratch)
