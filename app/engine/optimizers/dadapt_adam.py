"""D-Adaptation for Adam: the learning rate is found from the gradients seen so far."""

from __future__ import annotations

import numpy as np

from ..distance import BIAS_CORRECTION, D0, DECOUPLE, RATE, WEIGHT_DECAY_OF_D, AdamDistance
from ..moments import BETA1, BETA2, V
from ..moves import Floats, accumulate, average
from ..norm import absolute_sum, dot
from ..optimizer import EPS, Slot, with_default
from ..oracle import Oracle


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
        Slot("m", "m", "The average of d · lr times the gradient: the step before scaling."),
        V,
        Slot("s", "s", "A longer average of d · lr times the gradient, from which d is estimated."),
    )

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
