"""SAM: another rule, fed with the gradient at the worst point nearby."""

from __future__ import annotations

import numpy as np

from ..moves import Floats
from ..norm import length, one_column
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase, State
from ..wrapper import BASE_SLOTS, Wrapper, base_parameters

RHO = Parameter(
    "rho", 0.05,
    "How far away the second gradient is taken, over all weights together; 0 leaves the base as it is. The "
    "adaptive form wants about ten times as much.",
    low=0.0, scale="log", slider=(5e-3, 5.0), symbol="ρ",
)  # fmt: skip
ADAPTIVE = Parameter(
    "adaptive", False,
    "ASAM: measures the distance of each weight in units of the weight itself.",
    kind="switch", symbol="", live=False,
)  # fmt: skip
_TINY = 1e-12


class SAM(Wrapper):
    """Climb by rho to a nearby worse point, take the gradient there, and step from where one was.

    e = rho * grad / (‖grad‖ + 1e-12), the norm over all weights of the run; the base steps at theta with the
    gradient at theta + e, of the same mini-batch. Adaptive (ASAM): e = rho * theta^2 * grad /
    (‖theta * grad‖ + 1e-12). Two gradient evaluations a step. On a surface it avoids narrow valleys:
    within rho of a minimum it bounces, and it leaves a sharp minimum for a flat one beside it.
    PyTorch and Keras have none; optax divides without the 1e-12 and has no adaptive form.

    References
    ----------
    P. Foret et al., ICLR 2021, arXiv:2010.01412; J. Kwon et al., ICML 2021, arXiv:2102.11600;
    optax.contrib.sam.
    """

    name = "sam"
    title = "SAM"
    aliases = ("asam",)
    rank = 420
    formula = (
        "e = ρ g / ‖g‖ &nbsp;(adaptive: ρ θ² g / ‖θ g‖)<br>θ ← base step with ∇f(θ + e), same mini-batch"
    )
    description = (
        "Another rule steps with the gradient from a little uphill, so it is drawn to minima whose "
        "surroundings are low too. Each step costs two gradients, and close to a minimum it keeps bouncing."
    )
    reference = "Foret et al. 2021; Kwon et al. 2021; optax.contrib.sam"
    parameters = (RHO, ADAPTIVE, *base_parameters("momentum", 1e-2))
    slots = BASE_SLOTS
    shape = "row"
    tuned = ("rho", "lr")
    warning = "Each step costs two gradients: compare by gradient evaluations, not by steps."

    rho: Floats
    adaptive: bool

    def phases(self) -> tuple[Phase, ...]:
        """Return the climb, the gradient there, and the base's own terms."""
        return (
            Phase(
                "climb", "e", "ρ θ² g / √(Σ (θ g)²)" if self.adaptive else "ρ g / √(Σ g²)",
                "A short way uphill, to the worst point near by as far as the gradient tells.",
                lambda s: s._climb(s.theta, s.g),
            ),
            Phase(
                "far", "θ′", "θ + e",
                "There it asks for the gradient again; the point itself stays where it is.",
                lambda s: s.theta + s.climb, "point",
            ),
            Phase(
                "g", "g", "∇f(θ′)",
                "The gradient there takes the place of the one here: it knows more of the surroundings.",
                self._there, "gradient",
            ),
            *self.base_phases(),
        )  # fmt: skip

    @staticmethod
    def _there(s: State) -> Floats:
        found = np.empty_like(s.theta)
        _ask(s.oracle, s.far, found)
        return found

    def _climb(self, theta: Floats, grad: Floats) -> Floats:
        """Write the way uphill into ``spare``, and return it."""
        uphill, far = grad, self.spare
        if self.adaptive:
            uphill = np.multiply(theta, grad, out=far)
        scale = one_column(self.rho) / (length(uphill, self.scratch) + _TINY)
        np.multiply(uphill, scale, out=far)
        if self.adaptive:
            np.multiply(far, theta, out=far)
        return far

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Climb, ask again, and let the base step.

        Raises
        ------
        TypeError
            Without an oracle.
        """
        self._climb(theta, grad)
        np.add(theta, self.spare, out=self.spare)
        _ask(oracle, self.spare, grad)
        self.rule.update(theta, grad, oracle)


def _ask(oracle: Oracle | None, theta: Floats, out: Floats) -> None:
    if oracle is None:
        raise TypeError("SAM takes a second gradient in each step, but update() was given no oracle.")
    oracle.gradient(theta, out)
