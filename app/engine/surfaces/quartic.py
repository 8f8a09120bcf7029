"""The degenerate quartic."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Quartic"]


class Quartic(Surface):
    """A bowl with a flat bottom, ``f = x^4 + y^4``.

    Notes
    -----
    The Hessian is zero at the minimum. Gradient flow obeys ``x' = -4 x^3``, hence ``x ~ 1 / sqrt(8 t)`` and
    ``f ~ 1 / t^2``. Source: the standard example of a minimum that is convex but not strongly convex, as in
    Nesterov (2004), chapter 2.
    """

    name = "quartic"
    title = "Degenerate quartic"
    formula = "f(x, y) = x<sup>4</sup> + y<sup>4</sup>"
    description = (
        "A bowl so flat at the bottom that its curvature vanishes there. Gradient descent slows down without "
        "end: its loss falls like 1/t², a bending curve on the logarithmic scale where other bowls give a "
        "straight line. Momentum and Adam get further in the same number of steps; see whether their curves "
        "bend as well."
    )
    reference = "Y. Nesterov (2004). Introductory Lectures on Convex Optimization. Kluwer, chapter 2."
    rank = 60
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    starts = ((-1.5, 1.2), (1.8, 0.3), (0.5, -1.5), (1.0, 1.0))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        xx = x * x
        yy = y * y
        return xx * xx + yy * yy, 4.0 * xx * x, 4.0 * yy * y
