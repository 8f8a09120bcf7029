"""NAdam: Adam with Nesterov's look-ahead."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_SQUARES, SQUARES, M, Moments, V
from ..moves import Coefficient, Floats, plain
from ..optimizer import EPS, LR, WEIGHT_DECAY, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

MOMENTUM_DECAY = Parameter(
    "momentum_decay", 4e-3,
    "How fast the momentum μ warms up from β₁/2 to β₁. PyTorch: 0.004; Keras: 1; optax has no warm-up, which "
    "is a value so large that it is over at once, such as 10,000.",
    low=0.0, scale="log", slider=(1e-3, 10.0), symbol="ψ",
)  # fmt: skip


class NAdam(Moments):
    """Adam that takes the new gradient once more, as Nesterov's method does, with a momentum that warms up.

    mu_t = beta1 * (1 - 0.5 * 0.96^(t * momentum_decay)); P_t = mu_1 * ... * mu_t;
    m = beta1 * m + (1 - beta1) * grad; v = beta2 * v + (1 - beta2) * grad^2;
    r = sqrt(v) / sqrt(1 - beta2^t) + eps;
    theta = theta - lr * (1 - mu_t) / (1 - P_t) * grad / r - lr * mu_(t+1) / (1 - P_(t+1)) * m / r.
    In a ravine it turns a little earlier than Adam and overshoots less. With PyTorch's slow warm-up mu stays
    near beta1 / 2 for hundreds of steps; Keras warms up 250 times faster, optax not at all.

    References
    ----------
    T. Dozat, ICLR 2016 workshop; torch.optim.NAdam.
    """

    name = "nadam"
    title = "NAdam"
    rank = 130
    formula = (
        "μ<sub>t</sub> = β₁ (1 − ½ · 0.96<sup>tψ</sup>), P<sub>t</sub> = μ₁ ⋯ μ<sub>t</sub><br>"
        "m ← β₁ m + (1 − β₁) g<br>v ← β₂ v + (1 − β₂) g²<br>"
        "θ ← θ − η [(1 − μ<sub>t</sub>) g / (1 − P<sub>t</sub>) + μ<sub>t+1</sub> m / (1 − P<sub>t+1</sub>)]"
        " / (√(v / (1 − β₂<sup>t</sup>)) + ε)"
    )
    description = (
        "Adam with Nesterov's look-ahead: the newest gradient counts once more, so it turns earlier than "
        "Adam. The momentum warms up from half of β₁, in PyTorch over hundreds of steps."
    )
    warning = (
        "PyTorch, Keras and optax warm the momentum up at different speeds (momentum_decay), and their paths "
        "differ by several per cent."
    )
    reference = "Dozat 2016; torch.optim.NAdam"
    parameters = (with_default(LR, 2e-3), BETA1, BETA2, EPS, MOMENTUM_DECAY, WEIGHT_DECAY)
    slots = (M, V)

    momentum_decay: Floats

    def start(self) -> None:
        """Start the running products, of the momentum and of its warm-up too."""
        super().start()
        self.cold: Coefficient = 1.0
        self.product: Coefficient = 1.0

    def prepare(self) -> None:
        """Compute by what factor the warm-up comes nearer to its end."""
        super().prepare()
        self.cooling = plain(np.asarray(np.power(0.96, self.momentum_decay)))

    def phases(self) -> tuple[Phase, ...]:
        """Return the averages, the two momenta and the move."""
        return (
            AVERAGE, SQUARES, CORRECTED_SQUARES,
            Phase(
                "now", "μₜ", "β₁ (1 − ½ · 0.96<sup>tψ</sup>)",
                "The momentum of this step, which warms up slowly towards β₁.",
                lambda s: s.beta1 * (1.0 - 0.5 * s.cold * s.cooling),
            ),
            Phase(
                "ahead", "μₜ₊₁", "β₁ (1 − ½ · 0.96<sup>(t+1)ψ</sup>)",
                "The momentum of the next step: the look ahead of Nesterov's method.",
                lambda s: s.beta1 * (1.0 - 0.5 * s.cold * s.cooling**2),
            ),
            Phase(
                "direction", "d", "(1 − μₜ) g / (1 − Πₜ) + μₜ₊₁ m / (1 − Πₜ₊₁)",
                "The new gradient and the average one, each divided by what its weights lack to 1.",
                lambda s: (1.0 - s.now) / (1.0 - s.product * s.now) * s.g
                + s.ahead / (1.0 - s.product * s.now * s.ahead) * s.m,
                "direction",
            ),
            Phase(
                "theta", "θ", "θ − η d / (√v̂ + ε)",
                "Each weight moves along this direction, in units of its gradient's usual size.",
                lambda s: s.theta - s.lr * s.direction / (np.sqrt(s.v_hat) + s.eps), "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average, weigh the new gradient against the average one, divide, move."""
        self.observe(grad)
        lr, beta1, _ = self.plain
        self.cold = self.cold * self.cooling
        now = beta1 * (1.0 - 0.5 * self.cold)
        ahead = beta1 * (1.0 - 0.5 * self.cold * self.cooling)
        self.product = self.product * now
        np.multiply(self.m, lr * ahead / (1.0 - self.product * ahead), out=self.spare)
        np.multiply(grad, lr * (1.0 - now) / (1.0 - self.product), out=grad)
        np.add(self.spare, grad, out=self.spare)
        np.divide(self.spare, self.corrected_root(self.v), out=self.spare)
        np.subtract(theta, self.spare, out=theta)
