"""Rprop: only the sign of a gradient counts, and each weight has a step of its own."""

from __future__ import annotations

import numpy as np

from ..moves import Floats
from ..optimizer import LR, Optimizer, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State

ETAMINUS = Parameter(
    "etaminus", 0.5, "By what a step shrinks when the gradient has changed its sign.",
    low=0.0, high=1.0, open_low=True, open_high=True, slider=(0.1, 0.9), symbol="η⁻",
)  # fmt: skip
ETAPLUS = Parameter(
    "etaplus", 1.2, "By what a step grows while the gradient keeps its sign.",
    low=1.0, open_low=True, slider=(1.01, 2.0), symbol="η⁺",
)  # fmt: skip
STEP_MIN = Parameter(
    "step_min", 1e-6, "The shortest step.",
    low=0.0, scale="log", slider=(1e-9, 1e-2), symbol="Δₘᵢₙ",
)  # fmt: skip
STEP_MAX = Parameter(
    "step_max", 50.0, "The longest step.",
    low=0.0, scale="log", slider=(0.1, 1000.0), symbol="Δₘₐₓ",
)  # fmt: skip


class Rprop(Optimizer):
    """Lengthen the step of each weight while its gradient keeps the sign, halve it when the sign turns.

    s = sign(grad * last); step = step * etaplus if s > 0, * etaminus if s < 0; clamped to [step_min,
    step_max]; where s < 0 the gradient counts as 0: no move, and no comparison at the next step;
    theta = theta - sign(grad) * step; last = grad.
    In a ravine it is blind to the steepness and homes in on each axis by bisection. Keras has none; optax
    returns the update of the step before, so its first one is zero.

    References
    ----------
    M. Riedmiller and H. Braun, IEEE ICNN 1993; torch.optim.Rprop.
    """

    name = "rprop"
    title = "Rprop"
    rank = 240
    formula = (
        "s = sign(g · g₋₁)<br>"
        "Δ ← Δ · η⁺ (s &gt; 0), Δ · η⁻ (s &lt; 0), within Δₘᵢₙ…Δₘₐₓ<br>"
        "s &lt; 0: g ← 0<br>θ ← θ − Δ sign(g)"
    )
    description = (
        "Looks at signs alone: while a weight's gradient keeps its sign the step grows by a fifth, when it "
        "turns the step is halved. Very fast with exact gradients, of no use with noisy ones."
    )
    warning = (
        "With mini-batches the signs are noise and the steps shrink or grow at random: use the full batch "
        "only."
    )
    reference = "Riedmiller & Braun 1993; torch.optim.Rprop"
    parameters = (
        with_default(
            LR,
            1e-2,
            slider=(1e-4, 1.0),
            help="The first step of every weight; later ones follow from signs.",
            live=False,
        ),
        ETAMINUS,
        ETAPLUS,
        STEP_MIN,
        STEP_MAX,
    )
    tuned = ()
    slots = (
        Slot("length", "Δ", "The step of each weight, which grows and shrinks."),
        Slot("last", "g₋₁", "The gradient of the step before; 0 after a turn."),
    )
    batch_size = None

    etaminus: Floats
    etaplus: Floats
    step_min: Floats
    step_max: Floats
    length: Floats
    last: Floats

    def start(self) -> None:
        """Give every weight the first step."""
        self.length[...] = self.lr

    def phases(self) -> tuple[Phase, ...]:
        """Return the agreement, the step, the gradient that counts and the move."""
        return (
            Phase(
                "agreement", "a", "sign(g · g₋₁)",
                "1 where the slope still has the sign it had, −1 where the weight went too far.",
                lambda s: np.sign(s.g * s.last),
            ),
            Phase(
                "length", "Δ", "Δ · η₊ where a > 0, Δ · η₋ where a < 0, within its limits",
                "The step of a weight grows while it goes on in one direction, and shrinks after a turn.",
                self._length,
            ),
            Phase(
                "last", "g₋₁", "0 where a < 0, else g",
                "A weight that has turned waits for one step.",
                lambda s: np.where(s.agreement < 0, 0.0, s.g), "gradient",
            ),
            Phase(
                "theta", "θ", "θ − sign(g₋₁) Δ",
                "Only the sign of the gradient counts, never its size.",
                lambda s: s.theta - np.sign(s.last) * s.length, "point",
            ),
        )  # fmt: skip

    @staticmethod
    def _length(s: State) -> Floats:
        factor = np.where(s.agreement > 0, s.etaplus, np.where(s.agreement < 0, s.etaminus, 1.0))
        return np.asarray(np.clip(s.length * factor, s.step_min, s.step_max))

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Compare signs, fit the steps, skip the turned weights, move."""
        np.multiply(grad, self.last, out=self.scratch)
        np.multiply(self.length, self.etaplus, out=self.length, where=self.scratch > 0)
        turned = self.scratch < 0
        np.multiply(self.length, self.etaminus, out=self.length, where=turned)
        np.clip(self.length, self.step_min, self.step_max, out=self.length)
        np.copyto(grad, 0.0, where=turned)
        np.copyto(self.last, grad)
        np.sign(grad, out=self.scratch)
        np.multiply(self.scratch, self.length, out=self.scratch)
        np.subtract(theta, self.scratch, out=theta)
