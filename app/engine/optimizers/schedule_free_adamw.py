"""Schedule-Free AdamW: Adam's scaling, an average in place of momentum and of a schedule."""

from __future__ import annotations

import numpy as np

from ..moments import BETA2, CORRECTED_SQUARES, SQUARES, V
from ..moves import Coefficient, Floats, accumulate, complement, plain
from ..optimizer import EPS, LR, WEIGHT_DECAY, decay, with_default
from ..oracle import Oracle
from ..phase import Phase
from ..schedule_free import AVERAGING, POINTS, ScheduleFree


class ScheduleFreeAdamW(ScheduleFree):
    """Step a fast point z with the scaled gradient at y, and average it into x, which is drawn and measured.

    y = beta1 * x + (1 - beta1) * z is where the gradient is taken; v = beta2 * v + (1 - beta2) * grad^2;
    z = z - lr * (weight_decay * y + grad / (sqrt(v / (1 - beta2^t)) + eps)); x = x + c * (z - x), with c the
    share of the newest weight t^r * lr_max^p in the sum of weights, 1/t by default. The first step puts x on
    z. On a ravine it moves at nearly the same speed along both axes, without Adam's overshoot. No schedule on
    top. The authors' code shows y during training and x after `eval()`; optax agrees without warm-up.

    References
    ----------
    A. Defazio et al., NeurIPS 2024, arXiv:2405.15682; schedulefree.AdamWScheduleFree.
    """

    name = "schedule_free_adamw"
    title = "Schedule-Free AdamW"
    aliases = ("schedule_free",)
    rank = 350
    formula = (
        "y = β₁ x + (1 − β₁) z, &nbsp;g = ∇f(y)<br>v ← β₂ v + (1 − β₂) g²<br>"
        "z ← z − η (λ y + g / (√v̂ + ε))<br>x ← x + c (z − x), &nbsp;c = w / Σ w, "
        "w = t<sup>r</sup> η<sub>max</sub><sup>p</sup> &nbsp;(θ is y; x is drawn)"
    )
    description = (
        "No learning rate schedule: the path drawn is the running average of a point that takes RMSprop's "
        "steps. The average also stands in for Adam's momentum. It settles although lr never falls."
    )
    reference = "Defazio et al. 2024; schedulefree.AdamWScheduleFree"
    parameters = (
        with_default(LR, 2.5e-3, slider=(1e-4, 1.0)),
        decay("beta1", 0.9, "β₁", "How far the gradient is taken towards the average; 0 takes it at z."),
        BETA2,
        EPS,
        *AVERAGING,
        with_default(WEIGHT_DECAY, 0.0, help="Moves z by lr · weight_decay · y, apart from the gradient."),
    )
    slots = (*POINTS, V)
    weight_decay_rule = "own"
    tuned = ("lr", "beta1")
    warning = "Put no schedule on top: the average already does what a falling learning rate would."

    beta1: Floats
    beta2: Floats
    eps: Floats
    v: Floats

    def start(self) -> None:
        """Start the running product."""
        super().start()
        self.power2: Coefficient = 1.0

    def prepare(self) -> None:
        """Compute 1 - beta2."""
        super().prepare()
        self.take2 = complement(self.beta2)
        self.plain = plain(self.beta2)
        self.has_decay = bool(np.any(self.weight_decay))

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, the share, the squares, and the three points."""
        decay = Phase(
            "z", "z", "z − ηₜ λ θ",
            "Weight decay pulls the fast point towards zero, apart from the gradient.",
            lambda s: s.z - s.rate * s.weight_decay * s.theta, "point",
        )  # fmt: skip
        return (
            *self.first_phases(), *((decay,) if self.has_decay else ()), SQUARES, CORRECTED_SQUARES,
            Phase(
                "scaled", "u", "g / (√v̂ + ε)",
                "The gradient in units of its usual size: about 1 for every weight.",
                lambda s: s.g / (np.sqrt(s.v_hat) + s.eps), "direction",
            ),
            Phase(
                "z", "z", "z − ηₜ u",
                "The fast point moves against a gradient that was not taken where it stands.",
                lambda s: s.z - s.rate * s.scaled, "point",
            ),
            *self.last_phases("beta1", "β₁"),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Move z, then the average, then the place of the next gradient."""
        rate, share = self.count()
        if self.has_decay:
            np.multiply(theta, self.weight_decay, out=self.spare)
            self.fall(self.spare, rate)
        accumulate(self.v, grad, self.beta2, self.take2, self.scratch)
        self.power2 = self.power2 * self.plain
        np.divide(self.v, 1.0 - self.power2, out=self.spare)
        np.sqrt(self.spare, out=self.spare)
        np.add(self.spare, self.eps, out=self.spare)
        np.divide(grad, self.spare, out=self.spare)
        self.fall(self.spare, rate)
        self.settle(theta, share, self.beta1)
