"""The straight ravine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..parameter import Parameter
from ..surface import Surface

__all__ = ["Ravine"]


class Ravine(Surface):
    """A quadratic that is steeper in y than in x, ``f = (x^2 + kappa y^2) / 2``.

    Notes
    -----
    The Hessian has the eigenvalues 1 and kappa: kappa is the condition number, and gradient descent is stable
    for ``lr < 2 / kappa``. Source: Boyd and Vandenberghe (2004), section 9.3.2.
    """

    name = "ravine"
    title = "Ravine"
    formula = "f(x, y) = &frac12; (x<sup>2</sup> + &kappa; y<sup>2</sup>)"
    description = (
        "A long straight valley, κ times steeper across than along. Gradient descent zig-zags between the "
        "walls and diverges as soon as its learning rate exceeds 2/κ; momentum averages the zig-zag away and "
        "gathers speed along the floor. RMSprop and Adam scale each coordinate on its own and hardly notice "
        "κ."
    )
    reference = (
        "S. Boyd and L. Vandenberghe (2004). Convex Optimization. Cambridge University Press, section 9.3.2."
    )
    rank = 20
    parameters = (
        Parameter(
            "kappa",
            50.0,
            "How many times steeper the ravine is across than along: the condition number.",
            low=1.0,
            high=1e6,
            scale="log",
            slider=(1.0, 1e4),
            symbol="κ",
            live=False,
        ),
    )
    starts = ((-4.0, 1.0), (4.5, -0.5), (-4.5, 4.0), (3.0, 3.0))
    minima = ((0.0, 0.0),)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values)
        self._kappa = cast(float, self.values["kappa"])

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        slope = self._kappa * y
        # A product, so that the gradient is a new array and not the position itself.
        return 0.5 * (x * x + slope * y), 1.0 * x, slope
