"""D-Adaptation for SGD: the learning rate is found from the gradients seen so far."""

from __future__ import annotations

import numpy as np

from ..distance import D0, RATE, Distance
from ..moves import Floats, average, complement
from ..norm import dot, length
from ..optimizer import WEIGHT_DECAY, Slot, decay
from ..oracle import Oracle
from ..phase import Phase


class DAdaptSGD(Distance):
    """SGD with lr times d / ‖first gradient‖, d an estimate of the distance to the solution.

    With e = d * lr / ‖g₁‖: a = a + e * <grad, s>, before s is updated; s = s + e * grad;
    d = max(d, 2 * a / ‖s‖); theta = momentum * theta + (1 - momentum) * (x0 - s). The paper writes
    2 * a = ‖s‖² - Σ e² ‖grad‖², which cancels. On a convex function d is at most twice the distance.
    It starts invisibly, with d = 1e-6: look at d on a logarithmic axis; then it zig-zags in a ravine like
    gradient descent, and its path turns with the axes. lr stays 1, but nothing bounds the step by the
    curvature: started where the first gradient is small for the distance, as far out in the flat direction
    of a ravine, it diverges. The first gradient is the first that is not zero, weight decay included; the
    authors' code leaves the decay out of its length, and stops with an error where it is zero. Their
    `growth_rate` (no limit by default) is not offered. PyTorch, optax and Keras have none.

    References
    ----------
    A. Defazio and K. Mishchenko, ICML 2023, arXiv:2301.07733; dadaptation.DAdaptSGD.
    """

    name = "dadapt_sgd"
    title = "D-Adapt SGD"
    rank = 390
    formula = (
        "e = d η / ‖g₁‖<br>a ← a + e ⟨g, s⟩<br>s ← s + e g<br>d ← max(d, 2 a / ‖s‖)<br>"
        "θ ← μ θ + (1 − μ) (x₀ − s)"
    )
    description = (
        "SGD without a learning rate to choose: d estimates how far the solution is, from the gradients so "
        "far. Nothing seems to happen at first; then d jumps by orders of magnitude, and it descends like "
        "gradient descent with the rate d / ‖first gradient‖."
    )
    reference = "Defazio & Mishchenko 2023; dadaptation.DAdaptSGD"
    parameters = (
        RATE,
        decay("momentum", 0.0, "μ", "How much of the previous point is kept: the path is an average."),
        D0,
        WEIGHT_DECAY,
    )
    warning = (
        "Its rate becomes distance / ‖first gradient‖ whatever the curvature: from far out in a flat "
        "direction it diverges; lower lr then."
    )
    slots = (
        Slot("s", "s", "The way from the start, steps added up."),
        Slot("x0", "x₀", "The start, from which the way is measured."),
    )

    momentum: Floats
    s: Floats
    x0: Floats

    def start(self) -> None:
        """Set the first guess; there is no first gradient yet."""
        super().start()
        self.first_length = np.zeros_like(self.d)

    def begin(self, theta: Floats) -> None:
        """Remember the start."""
        np.copyto(self.x0, theta)

    def prepare(self) -> None:
        """Compute 1 - momentum."""
        super().prepare()
        self.take = complement(self.momentum)

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, what is known of the distance, the way, and the move."""
        return (
            Phase(
                "unit", "ℓ", "√(Σ g₁²)",
                "The length of the first gradient stays the unit in which all gradients are measured.",
                lambda s: np.where(s.first_length == 0.0, length(s.g, np.empty_like(s.g)), s.first_length),
            ),
            Phase(
                "stride", "e", "d η / ℓ",
                "The learning rate that it has found by now: the estimated distance, in that unit.",
                lambda s: s._stride(s.unit),
            ),
            Phase(
                "progress", "a", "a + e Σ g s",
                "Grows while the gradient agrees with those before it, that is while the point is still far.",
                lambda s: s.progress + s.stride * dot(s.g, s.s, np.empty_like(s.g)),
            ),
            Phase(
                "s", "s", "s + e g",
                "The way from the start, all steps added up.",
                lambda s: s.s + s.stride * s.g, "direction",
            ),
            Phase(
                "d", "d", "max(d, 2 · a / √(Σ s²))",
                "Their quotient is a lower bound of the distance to the solution; the estimate only grows.",
                lambda s: s.raise_distance(2.0 * s.progress, length(s.s, np.empty_like(s.s))),
            ),
            Phase(
                "theta", "θ", "μ θ + (1 − μ)(x₀ − s)",
                "The point moves to the end of that way, or with momentum only a part of what is left to it.",
                lambda s: s.momentum * s.theta + s.take * (s.x0 - s.s), "point",
            ),
        )  # fmt: skip

    def _stride(self, unit: Floats) -> Floats:
        stride = np.zeros_like(self.d)
        np.divide(self.d * self.rate, unit, out=stride, where=unit != 0.0)
        return stride

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Update the estimate and the way with the old d, raise d, and move to the new place."""
        if not self.first_length.all():
            np.copyto(self.first_length, length(grad, self.scratch), where=self.first_length == 0.0)
        stride = self._stride(self.first_length)
        self.progress += stride * dot(grad, self.s, self.scratch)
        np.multiply(grad, stride, out=self.scratch)
        np.add(self.s, self.scratch, out=self.s)
        self.raise_distance(2.0 * self.progress, length(self.s, self.scratch))
        np.subtract(self.x0, self.s, out=self.spare)
        average(theta, self.spare, self.momentum, self.take, self.scratch)
