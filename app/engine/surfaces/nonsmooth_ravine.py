"""The creased ravine."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["NonsmoothRavine"]


class NonsmoothRavine(Surface):
    """A ravine with creases in place of curvature, ``f = |x| + 10 |y|``.

    Notes
    -----
    Where a coordinate is 0, the subgradient 0 is returned for it. Source: after Shor (1985).
    """

    name = "nonsmooth_ravine"
    title = "Non-smooth ravine"
    formula = "f(x, y) = |x| + 10 |y|"
    description = (
        "A creased valley: the slope is the same everywhere and jumps at the crease. With a constant "
        "learning rate gradient descent hops to and fro across it for ever, 10 times the learning rate at a "
        "hop. Shrinking steps, from a schedule or from Adagrad, are what lets it settle."
    )
    reference = "N. Z. Shor (1985). Minimization Methods for Non-Differentiable Functions. Springer."
    rank = 510
    colour_scale = "linear"
    starts = ((-4.137, 2.773), (4.5, 0.513), (1.021, -4.0), (-3.0, -0.251))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the subgradient of a coordinate is 0 where that is 0."""
        return np.abs(x) + 10.0 * np.abs(y), np.sign(x), 10.0 * np.sign(y)
