"""Weight decay beside the method: AdamW's, for any method."""

from __future__ import annotations

import numpy as np

from ..arrays import allocate
from ..filter import Filter, Floats
from ..parameter import Parameter


class DecoupledDecay(Filter):
    """theta = (1 - lr * w) * theta before the update, with the learning rate as scheduled.

    The method's averages see the gradient of the loss alone; coupled decay is the optimizers' own
    ``weight_decay``. For a method that decouples its own decay, such as AdamW, use that.

    References
    ----------
    I. Loshchilov and F. Hutter, ICLR 2019, arXiv:1711.05101.
    """

    name = "decoupled_decay"
    title = "Decoupled weight decay"
    rank = 100
    stage = "weights"
    formula = "θ ← (1 − η<sub>t</sub> w) θ"
    description = (
        "Pulls all weights towards zero beside the method, as AdamW does. In Adam, coupled decay is divided "
        "by the root of the squared gradients like all else; decoupled, every weight shrinks at one rate."
    )
    reference = "Loshchilov & Hutter 2019; torch.optim.AdamW"
    parameters = (
        Parameter(
            "decay", 0.01, "How strong the pull is; it is multiplied by the learning rate.",
            low=0.0, scale="log", slider=(1e-5, 1.0), symbol="w",
        ),
    )  # fmt: skip

    decay: float

    def start(self) -> None:
        """Allocate."""
        self.scratch = allocate(*self.shape)

    def apply(self, theta: Floats, grad: Floats, lr: Floats) -> None:
        """Shrink the weights."""
        np.multiply(theta, lr, out=self.scratch)
        np.multiply(self.scratch, self.decay, out=self.scratch)
        np.subtract(theta, self.scratch, out=theta)
