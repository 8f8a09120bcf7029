"""Lookahead: k steps of another rule forward, one step back."""

from __future__ import annotations

import numpy as np

from ..moves import Floats
from ..optimizer import Slot
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase
from ..wrapper import BASE_SLOTS, Wrapper, base_parameters

K = Parameter(
    "k", 5, "How many steps the base takes before the slow weights follow.",
    kind="integer", low=1, slider=(1, 20), symbol="k",
)  # fmt: skip
ALPHA = Parameter(
    "alpha", 0.5,
    "How far the slow weights follow, as a share of the way; 1 leaves the base as it is.",
    low=0.0, high=1.0, slider=(0.0, 1.0), symbol="α",
)  # fmt: skip


class Lookahead(Wrapper):
    """Let a base take k steps, then move the slow weights part of the way and restart the base from there.

    theta is the fast point of the base, where gradients are taken. After every k-th step
    slow = slow + alpha * (theta - slow) and theta = slow; the base keeps its own memory. What is drawn and
    measured is the slow point, which rests for k - 1 steps and then jumps. In a ravine the zig-zag of the
    base shrinks by about alpha at each jump. The paper and optax agree; a widely copied PyTorch code jumps
    after the first step as well. PyTorch and Keras have none.

    References
    ----------
    M. Zhang et al., NeurIPS 2019, arXiv:1907.08610; optax.lookahead.
    """

    name = "lookahead"
    title = "Lookahead"
    rank = 410
    formula = "θ ← base step<br>every k steps: s ← s + α (θ − s), θ ← s &nbsp;(s is drawn)"
    description = (
        "Another rule explores for k steps, then the slow weights move part of the way to where it got, and "
        "it starts again from there. Only the slow weights are drawn: they jump every k steps, past the "
        "zig-zag and the noise of the base."
    )
    reference = "Zhang et al. 2019; optax.lookahead"
    parameters = (K, ALPHA, *base_parameters("adam", 1e-3))
    slots = (
        Slot("point", "s", "The slow weights: the point that is drawn and measured."),
        *BASE_SLOTS,
    )
    tuned = ("lr", "k", "alpha")

    k: Floats
    alpha: Floats
    point: Floats

    def start(self) -> None:
        """Make the base and count its steps."""
        super().start()
        self.t = 0

    def begin(self, theta: Floats) -> None:
        """Start slow and fast weights in one place."""
        super().begin(theta)
        np.copyto(self.point, theta)

    def phases(self) -> tuple[Phase, ...]:
        """Return where in the round it is, the base's own terms, and the jump if it is due."""
        due = bool(np.any((self.t + 1) % self.k == 0))
        counter = Phase(
            "round", "n", "remainder of t / k",
            "Steps of the base are counted: at 0 the slow weights jump, until then they rest.",
            lambda s: s.t % s.k,
        )  # fmt: skip
        jump = (
            Phase(
                "point", "s", "s + α (θ − s)",
                "The slow weights go part of the way to where the base has got; its zig-zag cancels.",
                lambda s: np.where(s.round == 0, s.point + s.alpha * (s.theta - s.point), s.point), "point",
            ),
            Phase(
                "theta", "θ", "s",
                "The base starts again from the slow weights, and keeps its memory.",
                lambda s: np.where(s.round == 0, s.point, s.theta), "point",
            ),
        )  # fmt: skip
        return (counter, *self.base_phases(), *(jump if due else ()))

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Let the base step; where k steps are done, move the slow weights and restart from them."""
        self.rule.update(theta, grad, oracle)
        self.t += 1
        due = self.t % self.k == 0
        if not np.any(due):
            return
        np.subtract(theta, self.point, out=self.scratch)
        np.multiply(self.scratch, self.alpha, out=self.scratch)
        np.add(self.point, self.scratch, out=self.point, where=due)
        np.copyto(theta, self.point, where=due)
