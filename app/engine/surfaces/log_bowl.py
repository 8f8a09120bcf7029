"""The logarithm of a ravine."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["LogBowl"]


class LogBowl(Surface):
    """A ravine that flattens with distance, ``f = log(1 + x^2 + 100 y^2)``.

    Notes
    -----
    Quasi-convex but not convex: the level sets are ellipses, and the gradient falls off as 1/distance. The
    Hessian at the minimum has the eigenvalues 2 and 200. Source: the kind of function that Hazan, Levy and
    Shalev-Shwartz (2015) study.
    """

    name = "log_bowl"
    title = "Logarithmic bowl"
    formula = "f(x, y) = log(1 + x<sup>2</sup> + 100 y<sup>2</sup>)"
    description = (
        "Turned inside out: the slope is faint far away and steepest close to the minimum. A learning rate "
        "that moves gradient descent along from afar makes it bounce in the end, as the bottom tolerates no "
        "more than 0.01. Adam, which goes by the sign of the gradient rather than its size, comes in at a "
        "steady pace."
    )
    reference = (
        "E. Hazan, K. Y. Levy and S. Shalev-Shwartz (2015). Beyond convexity: stochastic quasi-convex "
        "optimization. Advances in Neural Information Processing Systems 28."
    )
    rank = 130
    colour_scale = "linear"
    starts = ((-4.0, 3.0), (4.5, 0.5), (1.0, -4.0), (-4.5, 0.1))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        b = 100.0 * y
        q = x * x + b * y
        scale = 2.0 / (1.0 + q)
        return np.log1p(q), scale * x, scale * b
