"""Sophia: momentum divided by curvature, with no step longer than lr."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..moments import AVERAGE
from ..moves import Floats, average, complement, descend, per_run
from ..norm import one_column
from ..optimizer import DECOUPLED, EPS, LR, Optimizer, Slot, decay, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

ESTIMATOR = Parameter(
    "estimator", "hutchinson",
    "Where the curvature comes from on data. hutchinson (Sophia-H): a random vector times the Hessian, two "
    "gradients more. gauss_newton (Sophia-G): the squared gradient for labels drawn from the model's own "
    "prediction, one more; where the loss is no likelihood, as hinge, it is hutchinson after all. A surface "
    "gives its exact curvature.",
    kind="choice", choices=("hutchinson", "gauss_newton"), symbol="",
)  # fmt: skip
GAMMA = Parameter(
    "gamma", 0.01,
    "Scales the curvature: the larger, the more weights move by less than lr. Paper: 0.01 for Sophia-H, 0.05 "
    "for Sophia-G.",
    low=0.0, scale="log", slider=(1e-3, 10.0), symbol="γ",
)  # fmt: skip
INTERVAL = Parameter(
    "update_interval", 10, "How many steps one estimate of the curvature is used for.",
    kind="integer", low=1, high=10_000, slider=(1, 100), symbol="k",
)  # fmt: skip
CLIP = Parameter(
    "clip", 1.0, "No weight moves by more than this times lr.",
    low=0.0, open_low=True, scale="log", slider=(0.01, 10.0), symbol="ρ",
)  # fmt: skip


class Sophia(Optimizer):
    """Divide the average gradient by the average curvature of each weight, and clip what is too long.

    m = beta1 * m + (1 - beta1) * grad; every k steps h = beta2 * h + (1 - beta2) * estimate;
    theta = theta * (1 - lr * weight_decay) - lr * clip(m / max(gamma * h, eps), -rho, rho).
    In a ravine it divides each axis by its own curvature, so both arrive together; where the curvature is
    negative or not yet known it moves by lr with the sign of m, as Lion does. The curvature estimated: u * Hu
    with random signs u (H), or B times the square of the gradient for B sampled labels (G); on a surface the
    exact diagonal of the Hessian, negative entries taken as 0. As in the paper the estimate comes before the
    step and nothing is corrected for starting at zero; optax corrects m and estimates after the step. PyTorch
    and Keras have none.

    References
    ----------
    H. Liu et al., ICLR 2024, arXiv:2305.14342; optax.contrib.sophia.
    """

    name = "sophia"
    title = "Sophia"
    aliases = ("sophia_h", "sophia_g")
    rank = 540
    draws = True
    weight_decay_rule = "own"
    in_place = False
    formula = (
        "m ← β₁ m + (1 − β₁) g<br>every k steps: h ← β₂ h + (1 − β₂) ĥ<br>"
        "θ ← (1 − η λ) θ − η clip(m / max(γ h, ε), ±ρ)"
    )
    description = (
        "A diagonal Newton method for noisy problems: the average gradient over the average curvature, cut "
        "off at lr. On a surface both axes of a straight ravine arrive together; across a ridge it moves by "
        "the sign alone."
    )
    reference = "Liu et al. 2024; optax.contrib.sophia"
    warning = (
        "The curvature average starts at zero and is renewed every k steps only: for the first hundreds of "
        "steps most weights move by lr with the sign of m."
    )
    tuned = ("lr", "gamma")
    parameters = (
        with_default(LR, 1e-3, slider=(1e-5, 0.1)),
        decay("beta1", 0.965, "β₁", "How slowly the average gradient forgets: the momentum."),
        decay("beta2", 0.99, "β₂", "How slowly the average curvature forgets, per estimate."),
        GAMMA,
        CLIP,
        INTERVAL,
        ESTIMATOR,
        with_default(EPS, 1e-12, slider=(1e-15, 1e-3)),
        with_default(DECOUPLED, 0.1),
    )
    slots = (
        Slot("m", "m", "The average gradient: momentum.", momentum=True),
        Slot("h", "h", "The average curvature of each weight."),
    )

    beta1: Floats
    beta2: Floats
    gamma: Floats
    clip: Floats
    update_interval: Floats
    estimator: str
    eps: Floats
    m: Floats
    h: Floats

    def start(self) -> None:
        """Count steps from 0."""
        self.t = 0

    def prepare(self) -> None:
        """Compute 1 - beta1 and 1 - beta2."""
        self.take1, self.take2 = complement(self.beta1), complement(self.beta2)

    def phases(self) -> tuple[Phase, ...]:
        """Return the average, the curvature if it is due, the quotient, its clipping, and the move."""
        curvature = (
            Phase(
                "estimate", "ĥ", "curvature along each weight, estimated here",
                "Every k steps the curvature is looked at; on data with the help of random signs or labels.",
                self._looked, "square",
            ),
            Phase(
                "h", "h", "β₂ h + (1 − β₂) ĥ",
                "The average curvature moves a little towards it, and serves until the next look.",
                lambda s: np.where(_due(s), s.h + s.take2 * (s.estimate - s.h), s.h), "square",
            ),
        )  # fmt: skip
        due = bool(np.any(self.t % per_run(self.update_interval) == 0))
        return (
            AVERAGE, *(curvature if due else ()),
            Phase(
                "quotient", "u", "m / max(γ h, ε)",
                "As in Newton's method the gradient is divided by the curvature, but weight by weight.",
                lambda s: s.m / np.maximum(s.gamma * s.h, s.eps), "direction",
            ),
            Phase(
                "clipped", "c", "clip(u, ±ρ)",
                "Where the curvature is small or negative the quotient is huge: only its sign is kept then.",
                lambda s: np.clip(s.quotient, -one_column(s.clip), one_column(s.clip)), "direction",
            ),
            Phase(
                "theta", "θ", "(1 − η λ) θ − η c" if np.any(self.weight_decay) else "θ − η c",
                "No weight moves along it by more than η ρ, however wrong the curvature is.",
                lambda s: (1.0 - s.lr * s.weight_decay) * s.theta - s.lr * s.clipped, "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _looked(s: State) -> Floats:
        if s.oracle is None:
            return np.asarray(s.h)
        due = _due(s)
        s._estimate(s.theta, s.oracle, due[:, 0])
        return np.asarray(np.where(due, s.spare, s.h))

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Average the gradient, and the curvature when it is due; divide, clip, move."""
        average(self.m, grad, self.beta1, self.take1, self.scratch)
        due = np.broadcast_to(self.t % per_run(self.update_interval) == 0, len(theta))
        self.t += 1
        if due.any() and oracle is not None:
            self._estimate(theta, oracle, due)
            np.subtract(self.spare, self.h, out=self.spare)
            np.multiply(self.spare, self.take2, out=self.spare)
            np.add(self.h, self.spare, out=self.h, where=due[:, None])
        np.multiply(self.h, self.gamma, out=self.spare)
        np.maximum(self.spare, self.eps, out=self.spare)
        np.divide(self.m, self.spare, out=self.spare)
        clip = one_column(self.clip)
        np.clip(self.spare, -clip, clip, out=self.spare)
        np.multiply(theta, 1.0 - self.lr * self.weight_decay, out=theta)
        descend(theta, self.spare, self.lr, self.scratch)

    def _estimate(self, theta: Floats, oracle: Oracle, due: npt.NDArray[np.bool_]) -> None:
        """Write the curvature of each weight into the spare array."""
        if oracle.exact:
            oracle.hessian_diagonal(theta, self.spare)
            np.maximum(self.spare, 0.0, out=self.spare)
        elif self.estimator == "hutchinson" or not oracle.predicts:
            oracle.sampled_diagonal(theta, self.spare, due)
        else:
            examples = oracle.sampled_gradient(theta, self.spare, due)
            np.multiply(self.spare, self.spare, out=self.spare)
            np.multiply(self.spare, examples, out=self.spare)


def _due(s: State) -> npt.NDArray[np.bool_]:
    """Return which runs look at the curvature in this step, shape (runs, 1)."""
    return np.broadcast_to((s.t - 1) % per_run(s.update_interval) == 0, len(s.theta))[:, None]
