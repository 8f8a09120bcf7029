"""Levy's function no. 13."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Levy13"]

PI2 = 2.0 * math.pi
PI3 = 3.0 * math.pi


class Levy13(Surface):
    """Fine ripples on a bowl.

    ``f = sin(3 pi x)^2 + (x - 1)^2 (1 + sin(3 pi y)^2) + (y - 1)^2 (1 + sin(2 pi y)^2)``.

    Notes
    -----
    The Hessian at the minimum has the eigenvalues 2 and ``2 + 18 pi^2 = 179.65``. There are hundreds of local
    minima in the domain. Source: Levy and Montalvo (1985), as collected by Surjanovic and Bingham (2013).
    """

    name = "levy13"
    title = "Levy no. 13"
    formula = (
        "f(x, y) = sin<sup>2</sup>(3&pi;x) + (x &minus; 1)<sup>2</sup> [1 + sin<sup>2</sup>(3&pi;y)] + (y "
        "&minus; 1)<sup>2</sup> [1 + sin<sup>2</sup>(2&pi;y)]"
    )
    description = (
        "A broad bowl crossed by fine ripples, which get steeper with the distance from (1, 1). Small steps "
        "are caught by the nearest ripple; longer ones skip ripples and follow the bowl, and too long ones "
        "are thrown out by the steep sides. Try a large learning rate with a schedule that shrinks it."
    )
    reference = (
        "A. V. Levy and A. Montalvo (1985). The tunneling algorithm for the global minimization of "
        "functions. SIAM Journal on Scientific and Statistical Computing 6(1), 15-29; as in S. Surjanovic "
        "and D. Bingham (2013), Virtual Library of Simulation Experiments."
    )
    rank = 430
    domain = ((-4.0, 6.0), (-4.0, 6.0))
    starts = ((-2.6, 3.7), (4.4, -1.3), (-1.3, -2.4), (2.2, 2.4))
    minima = ((1.0, 1.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        a, b = x - 1.0, y - 1.0
        sx, s3, s2 = np.sin(PI3 * x), np.sin(PI3 * y), np.sin(PI2 * y)
        in_x, in_y = 1.0 + s3 * s3, 1.0 + s2 * s2
        f = sx * sx + a * a * in_x + b * b * in_y
        fx = 2.0 * (PI3 * sx * np.cos(PI3 * x) + a * in_x)
        fy = 2.0 * (a * a * PI3 * s3 * np.cos(PI3 * y) + b * in_y + b * b * PI2 * s2 * np.cos(PI2 * y))
        return f, fx, fy
