"""AdamW: Adam whose weight decay does not pass through the averages."""

from __future__ import annotations

from ..moments import (
    AVERAGE,
    BETA1,
    BETA2,
    CORRECTED_AVERAGE,
    CORRECTED_SQUARES,
    MOVE,
    SQUARES,
    M,
    Moments,
    V,
)
from ..moves import Floats
from ..optimizer import DECOUPLED, EPS, LR, with_default
from ..oracle import Oracle
from ..phase import Phase


class AdamW(Moments):
    """Shrink the weights, then do Adam's step on the gradient of the loss alone.

    theta = theta * (1 - lr * weight_decay); m = beta1 * m + (1 - beta1) * grad;
    v = beta2 * v + (1 - beta2) * grad^2; theta = theta - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 -
    beta2^t) + eps). In a ravine it moves as Adam does; the decay pulls both axes towards the origin by the
    same factor, whereas in Adam a decay added to the gradient is divided by the root of v and hardly felt
    along the steep axis. PyTorch decays by 0.01, Keras by 0.004, optax by 0.0001; optax and Keras are
    otherwise the same but for the place of eps in Keras.

    References
    ----------
    I. Loshchilov and F. Hutter, ICLR 2019, arXiv:1711.05101; torch.optim.AdamW.
    """

    name = "adamw"
    title = "AdamW"
    rank = 110
    formula = (
        "θ ← θ (1 − η λ)<br>"
        "m ← β₁ m + (1 − β₁) g<br>v ← β₂ v + (1 − β₂) g²<br>"
        "m̂ = m / (1 − β₁<sup>t</sup>), v̂ = v / (1 − β₂<sup>t</sup>)<br>"
        "θ ← θ − η m̂ / (√v̂ + ε)"
    )
    description = (
        "Adam with the weight decay taken out of the gradient: every weight shrinks by the same factor a "
        "step, whatever its gradients are. With weight_decay = 0 it is Adam; otherwise it rests beside the "
        "minimum."
    )
    warning = (
        "Its decay is on by default (0.01), so it settles a little towards the origin from the minimum of "
        "the loss."
    )
    reference = "Loshchilov & Hutter 2019; torch.optim.AdamW"
    parameters = (
        LR,
        BETA1,
        BETA2,
        EPS,
        with_default(
            DECOUPLED,
            1e-2,
            help="Decoupled weight decay: multiplies θ by 1 − lr · weight_decay before the step. PyTorch: "
            "0.01; Keras: 0.004; optax: 0.0001.",
        ),
    )
    weight_decay_rule = "decoupled"
    tuned = ("lr", "weight_decay")
    slots = (M, V)

    def phases(self) -> tuple[Phase, ...]:
        """Return Adam's terms; the decay before them is the base class's."""
        return (AVERAGE, SQUARES, CORRECTED_AVERAGE, CORRECTED_SQUARES, MOVE)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, correct, divide, move."""
        self.observe(grad)
        self.follow(theta, self.corrected_root(self.v))
