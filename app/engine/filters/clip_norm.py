"""A gradient that is too long is shortened, all layers together."""

from __future__ import annotations

import numpy as np

from ..arrays import allocate
from ..filter import Filter, Floats
from ..norm import length
from ..parameter import Parameter

_EPS = 1e-6


class ClipNorm(Filter):
    """g = g * min(1, c / (|g| + 1e-6)), with the norm over all weights of a run.

    The 1e-6 is PyTorch's; optax.clip_by_global_norm and Keras' global_clipnorm have none. A gradient that is
    not finite stays so. L-BFGS learns the curvature from differences of gradients, and is misled.

    References
    ----------
    R. Pascanu et al., ICML 2013, arXiv:1211.5063; torch.nn.utils.clip_grad_norm_.
    """

    name = "clip_norm"
    title = "Clip by norm"
    aliases = ("clip_global_norm", "clipnorm")
    rank = 0
    formula = "g ← g · min(1, c / (‖g‖ + 10<sup>−6</sup>))"
    description = (
        "Shortens a gradient that is too long, and keeps its direction. At a cliff plain SGD is "
        "thrown far away; clipped, it steps down."
    )
    reference = "Pascanu et al. 2013; torch.nn.utils.clip_grad_norm_"
    parameters = (
        Parameter(
            "max_norm", 1.0, "The largest length of the gradient.",
            low=0.0, open_low=True, scale="log", slider=(1e-3, 1e3), symbol="c",
        ),
    )  # fmt: skip

    max_norm: float

    def start(self) -> None:
        """Allocate."""
        self.scratch = allocate(*self.shape)

    def apply(self, theta: Floats, grad: Floats, lr: Floats) -> None:
        """Shorten."""
        norm = length(grad, self.scratch)
        np.add(norm, _EPS, out=norm)
        np.divide(self.max_norm, norm, out=norm)
        np.minimum(norm, 1.0, out=norm)
        np.multiply(grad, norm, out=grad)
