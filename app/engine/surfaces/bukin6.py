"""Bukin's function no. 6."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Bukin6"]


class Bukin6(Surface):
    """A valley as sharp as a knife, ``f = 100 sqrt|y - 0.01 x^2| + 0.01 |x + 10|``.

    Notes
    -----
    The gradient grows without bound towards the parabola ``y = 0.01 x^2``. On it the part of the root is set
    to 0, and at x = -10 the part of the absolute value. Source: Bukin (1997).
    """

    name = "bukin6"
    title = "Bukin no. 6"
    formula = "f(x, y) = 100 &radic;|y &minus; 0.01x<sup>2</sup>| + 0.01 |x + 10|"
    description = (
        "The valley floor is a knife edge along a parabola, and the slope towards it grows without bound. "
        "Nobody settles here with a constant step: gradient descent is thrown out of the picture, and Adam "
        "rattles from side to side. Clip the gradient and shrink the steps, and see that even then the way "
        "along the edge to (-10, 1) is hardly felt."
    )
    reference = (
        "A. D. Bukin (1997). New minimization strategy for non-smooth functions. Budker Institute of Nuclear "
        "Physics, preprint 97-79, Novosibirsk."
    )
    rank = 550
    domain = ((-15.0, -5.0), (-3.0, 3.0))
    starts = ((-7.0, 2.0), (-13.0, -1.0), (-14.0, 2.5), (-6.0, -2.5))
    minima = ((-10.0, 1.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the subgradient of each absolute value is 0 where that is 0."""
        height = y - 0.01 * x * x
        away = x + 10.0
        root = np.sqrt(np.abs(height))
        # Adding 1 where the root is 0 makes the quotient 0/1 there instead of 0/0.
        fy = 50.0 * np.sign(height) / (root + (root == 0.0))
        return 100.0 * root + 0.01 * np.abs(away), 0.01 * np.sign(away) - 0.02 * x * fy, fy
