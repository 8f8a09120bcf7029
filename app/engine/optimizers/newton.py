"""Newton's method: straight to the bottom of the parabola that fits here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..arrays import Order
from ..error import InputError
from ..layer import Layer
from ..matrix import sound
from ..moves import Floats, descend
from ..norm import one_column
from ..optimizer import LR, Optimizer, Slot, with_default
from ..oracle import Oracle
from ..parameter import Parameter
from ..phase import Phase

DAMPING = Parameter(
    "damping", 0.0,
    "Added to every curvature: the larger, the shorter the step, and the more it turns to the gradient "
    "(Levenberg and Marquardt).",
    low=0.0, scale="log", slider=(1e-6, 1e3), symbol="δ",
)  # fmt: skip
CURVATURE = Parameter(
    "curvature", "signed",
    "signed: as it is, so that saddles and maxima attract. absolute: without its sign, which runs away from "
    "them (saddle-free Newton).",
    kind="choice", choices=("signed", "absolute"), symbol="",
)  # fmt: skip

MOST = 300
_FLAT = 1e-9


class Newton(Optimizer):
    """Solve for the point where the gradient would vanish: theta = theta - lr * (H + damping * I)^-1 grad.

    On a quadratic, however narrow the ravine and however turned, one step with lr = 1 arrives. Near a minimum
    the digits that are right double with each step; far from it, and near a saddle, it may go anywhere.
    Directions whose curvature is less than 1e-9 of the largest count as flat and are left alone. H is exact
    on surfaces (2 evaluations more) and a difference of exact gradients for models (2 for each parameter). It
    is the measure for all others, and its price the reason why nobody trains networks with it. PyTorch, optax
    and Keras have none.

    References
    ----------
    J. Nocedal and S. J. Wright, Numerical Optimization (2006), chapter 3; Y. N. Dauphin et al., NIPS 2014,
    arXiv:1406.2572 (absolute curvature).
    """

    name = "newton"
    title = "Newton"
    rank = 510
    shape = "row"
    cost = 9.0
    in_place = False
    batch_size = None
    formula = "d = (H + δ I)<sup>−1</sup> g &nbsp;(absolute: |H|)<br>θ ← θ − η d"
    description = (
        "Fits a parabola to where it stands and jumps to its bottom: one step in any ravine that is a "
        "quadratic, six on Rosenbrock's valley. The price is the whole table of second derivatives, and that "
        "it takes a saddle for a goal."
    )
    reference = "Nocedal & Wright 2006, chapter 3; Dauphin et al. 2014"
    warning = (
        "For exact gradients only, and up to 300 parameters. Without damping it jumps to saddles and maxima "
        "as gladly as to minima."
    )
    tuned = ("damping", "lr")
    parameters = (with_default(LR, 1.0, slider=(1e-3, 2.0)), DAMPING, CURVATURE)
    slots = (Slot("d", "d", "The last step before lr: the gradient divided by the curvature."),)

    damping: Floats
    curvature: str
    d: Floats

    def __init__(
        self,
        runs: int,
        params: int,
        values: Mapping[str, Any] | None = None,
        order: Order = "C",
        layers: Sequence[Layer] = (),
    ) -> None:
        """As `Optimizer`; refuses a model that is too large.

        Raises
        ------
        InputError
        """
        if params > MOST:
            raise InputError(
                f"Newton's method is for up to {MOST} parameters, because a step costs the cube of them, but "
                f"the model has {params:,}. Choose a smaller model, or L-BFGS.",
                "optimizer",
            )
        super().__init__(runs, params, values, order, layers)

    def phases(self) -> tuple[Phase, ...]:
        """Return the curvature, the gradient divided by it, and the move."""
        hessian = "|H|" if self.curvature == "absolute" else "H"
        damped = f"({hessian} + δ I)" if np.any(self.damping) else hessian
        return (
            Phase(
                "bend", "h", "diagonal of H",
                "How the loss bends along each weight: the diagonal of the table of second derivatives.",
                lambda s: np.einsum("rii->ri", _hessian(s.oracle, s.theta)),
            ),
            Phase(
                "d", "d", f"{damped}<sup>−1</sup> g",
                "The gradient divided by the whole table leads to the bottom of the parabola that fits here.",
                lambda s: s._divide(_hessian(s.oracle, s.theta), s.g), "direction",
            ),
            Phase(
                "theta", "θ", "θ − η d",
                "With η = 1 the point jumps to that bottom; a saddle or a maximum can be it too.",
                lambda s: s.theta - s.lr * s.d, "point",
            ),
        )  # fmt: skip

    def step(self, theta: Floats, grad: Floats, oracle: Oracle | None) -> None:
        """Ask for the Hessian, divide by its curvatures along its axes, go."""
        self.d[...] = self._divide(_hessian(oracle, theta), grad)
        descend(theta, self.d, self.lr, self.scratch)

    def _divide(self, hessian: Floats, grad: Floats) -> Floats:
        """Return the gradient divided by the curvatures along the Hessian's axes."""
        values, axes = np.linalg.eigh(sound(hessian))
        if self.curvature == "absolute":
            values = np.abs(values)
        values = values + one_column(self.damping)
        flat = np.abs(values) <= _FLAT * np.abs(values).max(axis=1, keepdims=True)
        along = np.vecmat(grad, axes)
        along = np.where(flat, 0.0, along / np.where(flat, 1.0, values))
        found: Floats = np.matvec(axes, along)
        found[~np.isfinite(hessian).all(axis=(1, 2))] = np.nan
        return found


def _hessian(oracle: Oracle | None, theta: Floats) -> Floats:
    if oracle is None:
        raise ValueError("Newton's method needs an oracle for the Hessian.")
    return oracle.hessian(theta)
