"""Rosenbrock's banana-shaped valley."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Rosenbrock"]


class Rosenbrock(Surface):
    """The curved valley, ``f = (1 - x)^2 + 100 (y - x^2)^2``.

    Notes
    -----
    The Hessian at the minimum has the eigenvalues 0.39936 and 1001.6, a condition number of 2508.
    The first start is Rosenbrock's own. Source: Rosenbrock (1960).
    """

    name = "rosenbrock"
    title = "Rosenbrock"
    formula = "f(x, y) = (1 &minus; x)<sup>2</sup> + 100 (y &minus; x<sup>2</sup>)<sup>2</sup>"
    description = (
        "Every optimizer drops into the curved valley at once; following its floor to (1, 1) is the hard "
        "part. At the minimum the valley is 2,500 times steeper across than along, so gradient descent must "
        "take tiny steps and crawls, while momentum gets round the bend much sooner. Watch who cuts the "
        "corner and who is thrown against the wall."
    )
    reference = (
        "H. H. Rosenbrock (1960). An automatic method for finding the greatest or least value of a function. "
        "The Computer Journal 3(3), 175-184."
    )
    rank = 110
    domain = ((-2.0, 2.0), (-1.0, 3.0))
    starts = ((-1.2, 1.0), (-1.5, 2.0), (0.0, 2.5), (1.5, -0.5), (-0.5, -0.5))
    minima = ((1.0, 1.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        a = 1.0 - x
        b = y - x * x
        slope = 200.0 * b
        return a * a + 0.5 * slope * b, -2.0 * (a + slope * x), slope
