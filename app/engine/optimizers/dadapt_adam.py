"""D-Adaptation for Adam: the learning rate is found from the gradients seen so far."""

from __future__ import annotations

import numpy as np

from ..distance import BIAS_CORRECTION, D0, DECOUPLE, RATE, WEIGHT_DECAY_OF_D, AdamDistance
from ..moments import BETA1, BETA2, SQUARES, V
from ..moves import Floats, accumulate, average
from ..norm import absolute_sum, dot
from ..optimizer import EPS, Slot, with_default
from ..oracle import Oracle
from ..phase import Phase, State


class DAdaptAdam(AdamDistance):
    """Adam with lr times d, an estimate of the distance to the solution that grows on the way.

    With q = sqrt(beta2) and e = d * lr: a = q * a + (1 - q) * e * <grad, s / (sqrt(v) + eps)>, before s and v
    are updated; m = beta1 * m + (1 - beta1) * e * grad; v = beta2 * v + (1 - beta2) * grad^2;
    s = q * s + (1 - q) * e * grad; d = max(d, a / ((1 - q) * ‖s‖₁)); theta = theta - m / (sqrt(v) + eps).
    It starts invisibly, with d = 1e-6: look at d on a logarithmic axis; then it moves like Adam with a well
    chosen rate. lr stays 1. The authors' `growth_rate` (no limit by default) and `layer_scale` are not
    offered. PyTorch and Keras have none; optax has bias correction and decoupled weight decay always on.

    References
    ----------
    A. Defazio and K. Mishchenko, ICML 2023, arXiv:2301.07733; dadaptation.DAdaptAdam.
    """

    name = "dadapt_adam"
    title = "D-Adapt Adam"
    aliases = ("d_adaptation", "dadapt")
    rank = 380
    formula = (
        "a ← q a + (1 − q) d η ⟨g, s / (√v + ε)⟩, &nbsp;q = √β₂<br>"
        "m ← β₁ m + (1 − β₁) d η g<br>v ← β₂ v + (1 − β₂) g²<br>s ← q s + (1 − q) d η g<br>"
        "d ← max(d, a / ((1 − q) ‖s‖₁))<br>θ ← θ − m / (√v + ε)"
    )
    description = (
        "Adam without a learning rate to choose: d estimates how far the solution is, from the gradients so "
        "far. Nothing seems to happen at first; d grows by orders of magnitude, and then it moves as fast as "
        "a tuned Adam."
    )
    reference = "Defazio & Mishchenko 2023; dadaptation.DAdaptAdam"
    parameters = (
        RATE,
        BETA1,
        BETA2,
        with_default(EPS, 1e-8, open_low=True),
        D0,
        BIAS_CORRECTION,
        DECOUPLE,
        WEIGHT_DECAY_OF_D,
    )
    slots = (
        Slot("m", "m", "The average of d · lr times the gradient: the step before scaling.", momentum=True),
        V,
        Slot("s", "s", "A longer average of d · lr times the gradient, from which d is estimated."),
    )

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, what is known of the distance, the averages, and the move."""
        return (
            *self.first_phases(),
            Phase(
                "progress", "a", "√β₂ a + (1 − √β₂) e Σ g s / (√v + ε)",
                "Grows while the gradient agrees with those before it, that is while the point is still far.",
                self._progress,
            ),
            Phase(
                "m", "m", "β₁ m + (1 − β₁) e g",
                "The average gradient, learning rate included: the step before it is scaled.",
                lambda s: s.beta1 * s.m + s.take1 * s.stride * s.g, "direction",
            ),
            SQUARES,
            Phase(
                "s", "s", "√β₂ s + (1 − √β₂) e g",
                "A longer average of the same: how far the gradients have carried the point.",
                lambda s: s.longer * s.s + (1.0 - s.longer) * s.stride * s.g, "direction",
            ),
            Phase(
                "d", "d", "max(d, a / ((1 − √β₂) Σ|s|))",
                "Their quotient is a lower bound of the distance to the solution; the estimate only grows.",
                lambda s: s.raise_distance(
                    s.progress, (1.0 - s.longer) * absolute_sum(s.s, np.empty_like(s.s))
                ),
            ),
            *self.last_phases(
                Phase(
                    "theta", "θ", "θ − m / (√v + ε)",
                    "An Adam step; the learning rate is in m already, as it was when each gradient came.",
                    lambda s: s.theta - s.m / (np.sqrt(s.v) + s.eps), "point",
                )
            ),
        )  # fmt: skip

    @staticmethod
    def _progress(s: State) -> Floats:
        agreement = dot(s.g, s.s / (np.sqrt(s.v) + s.eps), np.empty_like(s.g))
        return np.asarray(s.longer * s.progress + (1.0 - s.longer) * s.stride * agreement)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Update the estimate and the averages with the old d, raise d, and take the averaged step."""
        self.decay_gradient(theta, grad)
        rate, take = self.stride(), 1.0 - self.longer
        self._scale(self.s)
        self.progress *= self.longer
        self.progress += take * rate * dot(grad, self.spare, self.scratch)
        average(self.m, grad, self.beta1, rate * self.take1, self.scratch)
        accumulate(self.v, grad, self.beta2, self.take2, self.scratch)
        average(self.s, grad, self.longer, rate * take, self.scratch)
        self.raise_distance(self.progress, take * absolute_sum(self.s, self.scratch))
        self.decay_weights(theta, rate)
        self._scale(self.m)
        np.subtract(theta, self.spare, out=theta)

    def _scale(self, values: Floats) -> None:
        """Write values / (sqrt(v) + eps) into ``spare``."""
        np.sqrt(self.v, out=self.scratch)
        np.add(self.scratch, self.eps, out=self.scratch)
        np.divide(values, self.scratch, out=self.spare)
