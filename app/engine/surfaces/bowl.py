"""The round bowl."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Bowl"]


class Bowl(Surface):
    """Half the squared distance from the origin, ``f = (x^2 + y^2) / 2``.

    Notes
    -----
    The Hessian is the identity everywhere, so one step of gradient descent multiplies the distance by ``1 -
    lr``. Source: Boyd and Vandenberghe (2004), section 9.3.
    """

    name = "bowl"
    title = "Bowl"
    formula = "f(x, y) = &frac12; (x<sup>2</sup> + y<sup>2</sup>)"
    description = (
        "A round bowl: from everywhere the negative gradient points straight at the minimum. Gradient "
        "descent with a learning rate of 1 lands there in one step, between 1 and 2 it overshoots and comes "
        "back, above 2 it diverges. Adam sets out at a pace fixed by its learning rate, however steep the "
        "slope."
    )
    reference = (
        "S. Boyd and L. Vandenberghe (2004). Convex Optimization. Cambridge University Press, section 9.3."
    )
    rank = 10
    starts = ((-4.0, 3.0), (4.5, 0.5), (1.0, -4.0), (-2.0, -2.0))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        # Products, so that the gradient is a new array and not the position itself.
        return 0.5 * (x * x + y * y), 1.0 * x, 1.0 * y
