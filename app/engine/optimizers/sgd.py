"""Stochastic gradient descent: an update after every single example, or after every mini-batch."""

from __future__ import annotations

from ..moves import Floats, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, with_default
from ..oracle import Oracle
from ..phase import Phase


class SGD(Optimizer):
    """The same rule as gradient descent, fed with the gradient of a few examples: theta = theta - lr * grad.

    The batch size belongs to the lane: 1 is the classical stochastic method, 50 to 256 the mini-batch method.
    With a constant rate it does not settle but hovers: the stationary variance on a parabola of curvature h
    is lr * sigma^2 / (h (2 - lr * h)). PyTorch, optax and Keras agree.

    References
    ----------
    H. Robbins and S. Monro, Annals of Mathematical Statistics 22 (1951) 400; torch.optim.SGD.
    """

    name = "sgd"
    title = "SGD"
    aliases = ("minibatch", "mini_batch", "stochastic_gradient_descent")
    rank = 20
    formula = "θ ← θ − η g<sub>batch</sub>"
    description = (
        "An update after every example (batch size 1) or mini-batch (50 to 256). Many cheap, noisy steps: "
        "fast at first, then it hovers around the minimum unless the learning rate falls."
    )
    warning = "With a constant lr it never settles: it hovers around the minimum, in proportion to lr."
    reference = "Robbins & Monro 1951; torch.optim.SGD"
    parameters = (with_default(LR, 1e-2), WEIGHT_DECAY)
    batch_size = 1

    def phases(self) -> tuple[Phase, ...]:
        """Return the one move."""
        return (
            Phase(
                "theta", "θ", "θ − η g",
                "The point moves against the gradient of a few examples, which is only roughly downhill.",
                lambda s: s.theta - s.lr * s.g, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Apply theta = theta - lr * grad."""
        descend(theta, grad, self.lr, self.scratch)
