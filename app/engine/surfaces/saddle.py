"""The plain saddle."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Saddle"]


class Saddle(Surface):
    """A valley in x and a ridge in y, ``f = x^2 - y^2``.

    Notes
    -----
    The Hessian has the eigenvalues 2 and -2 everywhere. There is no minimum: every run that leaves y = 0
    falls without end. Source: after Dauphin et al. (2014).
    """

    name = "saddle"
    title = "Saddle"
    formula = "f(x, y) = x<sup>2</sup> &minus; y<sup>2</sup>"
    description = (
        "The plainest saddle: a valley in x, a ridge in y and no bottom at all. Whoever does not sit exactly "
        "on y = 0 runs off sooner or later, and the question is how soon. Gradient descent multiplies a tiny "
        "y again and again before anything is seen, while Adam moves away from the first step."
    )
    reference = (
        "Y. N. Dauphin, R. Pascanu, C. Gulcehre, K. Cho, S. Ganguli and Y. Bengio (2014). Identifying and "
        "attacking the saddle point problem in high-dimensional non-convex optimization. Advances in Neural "
        "Information Processing Systems 27."
    )
    rank = 220
    colour_scale = "linear"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    starts = ((1.5, 1e-3), (-1.5, 1e-6), (1.0, -0.1), (-1.8, 0.5))
    saddles = ((0.0, 0.0),)
    lowest = None

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        return x * x - y * y, 2.0 * x, -2.0 * y
