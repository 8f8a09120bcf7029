"""AdaGrad: a learning rate of its own for each weight."""

from __future__ import annotations

import numpy as np

from ..moves import Floats, root_plus
from ..optimizer import EPS, LR, WEIGHT_DECAY, Optimizer, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

LR_DECAY = Parameter(
    "lr_decay", 0.0, "Divides the learning rate by 1 + (t − 1) · lr_decay.",
    low=0.0, scale="log", slider=(1e-5, 1.0), symbol="δ",
)  # fmt: skip
INITIAL = Parameter(
    "initial_accumulator_value", 0.0,
    "Where the sum of squares starts. PyTorch: 0, so the first step is exactly ±lr; Keras and optax: 0.1.",
    low=0.0, scale="linear", slider=(0.0, 1.0), symbol="s₀", live=False,
)  # fmt: skip

EPS_INSIDE = Parameter(
    "eps_inside", False, "Adds ε inside the square root. PyTorch: outside; optax and Keras: inside.",
    kind="switch", symbol="",
)  # fmt: skip
MISPRINT = Parameter(
    "article_misprint", False,
    "A misprint, to see what it does: the article prints a plus sign, θ + η g / (√s + ε), which climbs. No "
    "library does this.",
    kind="switch", symbol="", live=False,
)  # fmt: skip


class Adagrad(Optimizer):
    """Divide by the root of the sum of all squared gradients so far.

    s = s + grad^2; theta = theta - lr / (1 + (t - 1) * lr_decay) * grad / (sqrt(s) + eps).
    For a constant gradient the step falls as lr / sqrt(t): good for sparse data, too slow in the long run.
    optax and Keras start s at 0.1 and put eps (1e-7) inside the root. The article's form, with a plus sign,
    is a misprint: it climbs.

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer, JMLR 12 (2011) 2121; torch.optim.Adagrad.
    """

    name = "adagrad"
    title = "AdaGrad"
    rank = 50
    formula = "s ← s + g²<br>θ ← θ − η / (1 + (t − 1) δ) · g / (√s + ε)"
    description = (
        "Each weight has its own learning rate, divided by the root of all its squared gradients so far. "
        "Rare features keep large steps; everything slows down as 1/√t, sometimes too early."
    )
    warning = (
        "The steps only ever shrink, so a steep start or a long run leaves a rate too small to arrive: it "
        "needs 10 to 100 times Adam's lr."
    )
    reference = "Duchi, Hazan & Singer 2011; torch.optim.Adagrad"
    parameters = (
        with_default(LR, 1e-2),
        LR_DECAY,
        INITIAL,
        with_default(EPS, 1e-10),
        EPS_INSIDE,
        MISPRINT,
        WEIGHT_DECAY,
    )
    slots = (Slot("s", "s", "The sum of all squared gradients so far; it only grows."),)

    lr_decay: Floats
    initial_accumulator_value: Floats
    eps: Floats
    eps_inside: bool
    article_misprint: bool
    s: Floats

    def start(self) -> None:
        """Fill the accumulator and count steps."""
        self.s[...] = self.initial_accumulator_value
        self.t = 0

    def prepare(self) -> None:
        """Note whether the rate decays at all, to skip the division where it does not."""
        self.rate_decays = bool(np.any(self.lr_decay))

    def phases(self) -> tuple[Phase, ...]:
        """Return the sum, its root, the rate and the move."""
        sign = "+" if self.article_misprint else "−"
        root = Phase(
            "root", "r", "√(s + ε)" if self.eps_inside else "√s + ε",
            "The root of the sum has the unit of a gradient: a long memory of how steep it has been.",
            lambda s: np.sqrt(s.s + s.eps) if s.eps_inside else np.sqrt(s.s) + s.eps,
        )  # fmt: skip
        rate = Phase(
            "rate", "ηₜ", "η / (1 + (t − 1) · lr_decay)",
            "The learning rate itself shrinks with the number of the step.",
            lambda s: s.lr / (1.0 + (s.t - 1) * s.lr_decay),
        )  # fmt: skip
        move = Phase(
            "theta", "θ", f"θ {sign} {'ηₜ' if self.rate_decays else 'η'} g / r",
            "As the article prints it, uphill." if self.article_misprint else
            "Each weight moves in units of its own past gradients, so steps shrink as the sum grows.",
            self._move, "point",
        )  # fmt: skip
        squares = Phase(
            "s", "s", "s + g²",
            "The squared gradient is added to a sum that never forgets.",
            lambda s: s.s + s.g * s.g, "square",
        )  # fmt: skip
        return (squares, root, *((rate,) if self.rate_decays else ()), move)

    @staticmethod
    def _move(s: State) -> Floats:
        step = (s.rate if s.rate_decays else s.lr) * s.g / s.root
        return np.asarray(s.theta + step if s.article_misprint else s.theta - step)

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Add the squares, then take the scaled step."""
        np.multiply(grad, grad, out=self.scratch)
        np.add(self.s, self.scratch, out=self.s)
        root_plus(self.s, self.eps, self.eps_inside, out=self.scratch)
        np.divide(grad, self.scratch, out=self.scratch)
        rate = self.lr / (1.0 + self.t * self.lr_decay) if self.rate_decays else self.lr
        np.multiply(self.scratch, rate, out=self.scratch)
        (np.add if self.article_misprint else np.subtract)(theta, self.scratch, out=theta)
        self.t += 1
