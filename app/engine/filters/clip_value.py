"""Each coordinate of the gradient is cut at a limit."""

from __future__ import annotations

import numpy as np

from ..filter import Filter, Floats
from ..parameter import Parameter


class ClipValue(Filter):
    """g_i = min(max(g_i, -c), c), before weight decay and everything else of the method.

    It changes the direction: a steep coordinate loses more than a flat one. optax.clip is the same.

    References
    ----------
    torch.nn.utils.clip_grad_value_; Keras clipvalue.
    """

    name = "clip_value"
    title = "Clip by value"
    aliases = ("clipvalue",)
    rank = 10
    formula = "g<sub>i</sub> ← min(max(g<sub>i</sub>, −c), c)"
    description = (
        "Cuts each coordinate of the gradient at a limit. On a ravine the steep coordinate is cut first, so "
        "the direction turns towards the valley: it can even help."
    )
    reference = "torch.nn.utils.clip_grad_value_; optax.clip"
    parameters = (
        Parameter(
            "clip_value", 1.0, "The largest size of a coordinate.",
            low=0.0, open_low=True, scale="log", slider=(1e-3, 1e3), symbol="c",
        ),
    )  # fmt: skip

    clip_value: float

    def apply(self, theta: Floats, grad: Floats, lr: Floats) -> None:
        """Cut."""
        np.clip(grad, -self.clip_value, self.clip_value, out=grad)
