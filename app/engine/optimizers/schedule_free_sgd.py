"""Schedule-Free SGD: an average takes the place of a falling learning rate."""

from __future__ import annotations

from ..moves import Floats
from ..optimizer import LR, WEIGHT_DECAY, decay, with_default
from ..oracle import Oracle
from ..phase import Phase
from ..schedule_free import AVERAGING, POINTS, ScheduleFree


class ScheduleFreeSGD(ScheduleFree):
    """Step a fast point z with the gradient at y, and average it into x, which is drawn and measured.

    y = momentum * x + (1 - momentum) * z is where the gradient is taken (weight decay included);
    z = z - lr * grad; x = x + c * (z - x), with c the share of the newest weight t^r * lr_max^p in the sum of
    weights, 1/t by default. The first step puts x on z. On a ravine z zig-zags and x runs down the middle.
    It wants a larger lr than SGD (1 by default) and no schedule on top. The authors' code shows y during
    training and x after `eval()`; optax agrees without warm-up (its base sees lr 0 at the first step of one).

    References
    ----------
    A. Defazio et al., NeurIPS 2024, arXiv:2405.15682; schedulefree.SGDScheduleFree.
    """

    name = "schedule_free_sgd"
    title = "Schedule-Free SGD"
    rank = 360
    formula = (
        "y = β x + (1 − β) z, &nbsp;g = ∇f(y)<br>z ← z − η g<br>x ← x + c (z − x), &nbsp;c = w / Σ w, "
        "w = t<sup>r</sup> η<sub>max</sub><sup>p</sup> &nbsp;(θ is y; x is drawn)"
    )
    description = (
        "No learning rate schedule: the path drawn is the running average of a point that takes long, noisy "
        "steps. The gradient is felt between the two. It settles although lr never falls."
    )
    reference = "Defazio et al. 2024; schedulefree.SGDScheduleFree"
    parameters = (
        with_default(LR, 1.0, slider=(1e-3, 100.0)),
        decay("momentum", 0.9, "β", "How far the gradient is taken towards the average; 0 takes it at z."),
        *AVERAGING,
        WEIGHT_DECAY,
    )
    slots = POINTS
    tuned = ("lr", "momentum")
    warning = "Put no schedule on top: the average already does what a falling learning rate would."

    momentum: Floats

    def phases(self) -> tuple[Phase, ...]:
        """Return the rate, the share, and the three points."""
        return (
            *self.first_phases(),
            Phase(
                "z", "z", "z − ηₜ g",
                "The fast point moves against a gradient that was not taken where it stands.",
                lambda s: s.z - s.rate * s.g, "point",
            ),
            *self.last_phases("momentum", "β"),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Move z, then the average, then the place of the next gradient."""
        rate, share = self.count()
        self.fall(grad, rate)
        self.settle(theta, share, self.momentum)
