"""AdEMAMix: Adam with a second, much slower momentum."""

from __future__ import annotations

import numpy as np

from ..moments import AVERAGE, BETA1, BETA2, CORRECTED_AVERAGE, CORRECTED_SQUARES, SQUARES, M, Moments, V
from ..moves import Coefficient, Floats, average, complement
from ..optimizer import DECOUPLED, EPS, LR, Slot, decay
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

ALPHA = Parameter(
    "alpha", 5.0, "How much the slow average counts beside the fast one; 0 is AdamW.",
    low=0.0, slider=(0.0, 20.0), symbol="α",
)  # fmt: skip
WARMUP = Parameter(
    "warmup", 0,
    "Over how many steps α rises from 0 and β₃ from β₁. The paper: as many as the whole run; optax: none "
    "unless schedules are given.",
    kind="integer", low=0, slider=(0, 1000), symbol="T",
)  # fmt: skip


class AdEMAMix(Moments):
    """AdamW that follows a mixture of a fast and a very slow average gradient.

    m = beta1 * m + (1 - beta1) * grad; slow = beta3 * slow + (1 - beta3) * grad;
    v = beta2 * v + (1 - beta2) * grad^2; theta = theta * (1 - lr * weight_decay);
    theta = theta - lr * (m / (1 - beta1^t) + alpha * slow) / (sqrt(v) / sqrt(1 - beta2^t) + eps).
    The slow average is not corrected for its start at zero. With a warm-up of T steps alpha and beta3 rise,
    alpha_t = alpha * t / T and 1 / ln beta3_t linearly from 1 / ln beta1 to 1 / ln beta3. In a ravine the
    slow part pushes along the valley for thousands of steps and keeps pushing past the minimum.
    PyTorch and Keras have none; optax.contrib is the same without the warm-up and decays theta as AdamW does.

    References
    ----------
    M. Pagliardini, P. Ablin, D. Grangier, ICLR 2025, arXiv:2409.03137; optax.contrib.ademamix.
    """

    name = "ademamix"
    title = "AdEMAMix"
    rank = 190
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>mₛ ← β₃ mₛ + (1 − β₃) g<br>"
        "v ← β₂ v + (1 − β₂) g²<br>"
        "θ ← θ (1 − η λ) − η (m / (1 − β₁<sup>t</sup>) + α mₛ)"
        " / (√(v / (1 − β₂<sup>t</sup>)) + ε)"
    )
    description = (
        "AdamW with two memories of the gradient: a fast one that turns quickly and a slow one that "
        "remembers tens of thousands of steps. The slow one fills up first, then carries the run, and is "
        "hard to stop."
    )
    warning = (
        "The slow average needs about 1/(1 − β₃) steps, 10,000 by default, to fill; in a short race it does "
        "next to nothing unless β₃ is lower."
    )
    reference = "Pagliardini, Ablin & Grangier 2025; optax.contrib.ademamix"
    parameters = (
        LR,
        BETA1,
        BETA2,
        decay("beta3", 0.9999, "β₃", "How slowly the slow average forgets."),
        ALPHA,
        WARMUP,
        EPS,
        DECOUPLED,
    )
    weight_decay_rule = "decoupled"
    tuned = ("lr", "beta3", "alpha")
    slots = (M, Slot("slow", "mₛ", "The slow average gradient: the distant past."), V)

    beta3: Floats
    alpha: Floats
    warmup: Floats
    slow: Floats

    def start(self) -> None:
        """Start the running products and count steps."""
        super().start()
        self.t = 0

    def prepare(self) -> None:
        """Compute the two ends of the warm-up of beta3, as 1 / ln beta."""
        super().prepare()
        self.take3 = complement(self.beta3)
        self.warms = bool(np.any(self.warmup))
        with np.errstate(divide="ignore"):
            self.ends = 1.0 / np.log(self.beta1), 1.0 / np.log(self.beta3)

    def phases(self) -> tuple[Phase, ...]:
        """Return the three averages, their mixture and the move."""
        return (
            AVERAGE, SQUARES,
            Phase(
                "slow", "mₛ", "β₃ mₛ + (1 − β₃) g",
                "A second average that forgets ten thousand times more slowly: the distant past.",
                self._slow, "direction",
            ),
            CORRECTED_AVERAGE, CORRECTED_SQUARES,
            Phase(
                "mixture", "p", "m̂ + α mₛ",
                "The recent direction and the old one, which counts α times.",
                lambda s: s.m_hat + s._warmed(s.t)[0] * s.slow, "direction",
            ),
            Phase(
                "theta", "θ", "θ − η p / (√v̂ + ε)",
                "Each weight moves along the mixture, in units of its gradient's usual size.",
                lambda s: s.theta - s.lr * s.mixture / (np.sqrt(s.v_hat) + s.eps), "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _slow(s: State) -> Floats:
        keep = s._warmed(s.t)[1]
        return np.asarray(keep * s.slow + (1.0 - keep) * s.g)

    def _warmed(self, t: int) -> tuple[Floats, Floats]:
        """Return alpha and beta3 of a step."""
        if not self.warms:
            return self.alpha, self.beta3
        share = np.minimum(t / np.maximum(self.warmup, 1e-9), 1.0)
        fast, slow = self.ends
        # A beta of 0 has an end of -0; at the last step that makes 1 / -0, a beta3 of 0, as it should be.
        with np.errstate(divide="ignore"):
            beta3 = np.exp(1.0 / ((1.0 - share) * fast + share * slow))
        return self.alpha * share, np.asarray(np.minimum(beta3, self.beta3))

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Update the three averages, mix, divide, move."""
        self.t += 1
        self.observe(grad)
        alpha: Coefficient = self.alpha
        keep, take = self.beta3, self.take3
        if self.warms:
            alpha, keep = self._warmed(self.t)
            take = complement(keep)
        average(self.slow, grad, keep, take, self.scratch)
        np.divide(self.m, self.filled1, out=self.spare)
        np.multiply(self.slow, alpha, out=self.scratch)
        np.add(self.spare, self.scratch, out=self.spare)
        np.multiply(self.spare, self.lr, out=self.spare)
        np.divide(self.spare, self.corrected_root(self.v), out=self.spare)
        np.subtract(theta, self.spare, out=theta)
