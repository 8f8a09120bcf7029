"""Gradient descent: one update from the gradient of the whole training set."""

from __future__ import annotations

from ..moves import Floats, descend
from ..optimizer import LR, WEIGHT_DECAY, Optimizer, with_default
from ..oracle import Oracle
from ..phase import Phase


class GradientDescent(Optimizer):
    """Steepest descent with a fixed step: theta = theta - lr * grad.

    On a ravine it zig-zags across the steep direction and crawls along the flat one; it diverges as soon as
    lr > 2 / L, where L is the largest curvature. PyTorch, optax and Keras agree (`SGD` without momentum).

    References
    ----------
    A. Cauchy, Comptes Rendus 25 (1847) 536; torch.optim.SGD.
    """

    name = "gradient_descent"
    title = "Gradient descent"
    aliases = ("gd", "batch_gradient_descent")
    rank = 10
    formula = "θ ← θ − η g"
    description = (
        "One update from the gradient of the whole training set. Watch it zig-zag in a ravine, and diverge "
        "as soon as the learning rate exceeds 2 / (largest curvature)."
    )
    warning = (
        "It diverges where lr is above 2 / curvature, and the steepest direction decides for all others."
    )
    reference = "Cauchy 1847; torch.optim.SGD"
    parameters = (with_default(LR, 1e-2), WEIGHT_DECAY)
    batch_size = None

    def phases(self) -> tuple[Phase, ...]:
        """Return the one move."""
        return (
            Phase(
                "theta", "θ", "θ − η g",
                "The point moves against the gradient of the whole loss, as far as the slope is steep.",
                lambda s: s.theta - s.lr * s.g, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Apply theta = theta - lr * grad."""
        descend(theta, grad, self.lr, self.scratch)
