"""Holder's table."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import WALLS, Surface

__all__ = ["HolderTable"]

X = 8.05502347573656
Y = 9.66459001924127


class HolderTable(Surface):
    """A table on four legs, ``f = -|sin(x) cos(y)| exp|1 - r / pi|`` with ``r = sqrt(x^2 + y^2)``.

    Notes
    -----
    Kinks lie where sin(x) or cos(y) is 0 and on the circle r = pi; the part of an absolute value is set to 0
    there. The Hessian at the four global minima has the eigenvalues 19.61 and 20.26. Outside the domain f
    falls without end. Source: Mishra (2006).
    """

    name = "holder_table"
    title = "Holder table"
    formula = (
        "f(x, y) = &minus;|sin x cos y| exp|1 &minus; r/&pi;|, r = &radic;(x<sup>2</sup> + y<sup>2</sup>)"
    )
    description = (
        "A table upside down: a flat top full of small dips, and four deep legs in the corners. From the "
        "middle no slope shows the way, so every optimizer that follows the gradient ends in a nearby dip. "
        "Beyond the frame the legs only get deeper: take the walls away, and what runs out of the picture "
        "has not found a better answer."
    )
    reference = (
        "S. K. Mishra (2006). Some new test functions for global optimization and performance of repulsive "
        "particle swarm method. Munich Personal RePEc Archive, paper 2718."
    )
    rank = 570
    parameters = (WALLS,)
    colour_scale = "linear"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    starts = ((7.0, 8.5), (-4.0, 3.5), (-8.5, -7.0), (1.0, -1.0))
    minima = ((X, Y), (X, -Y), (-X, Y), (-X, -Y))
    lowest = -19.20850256788673

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the subgradient of each absolute value is 0 where that is 0."""
        sx, cy = np.sin(x), np.cos(y)
        r = np.sqrt(x * x + y * y)
        gap = 1.0 - r / math.pi
        product = sx * cy
        growth = np.exp(np.abs(gap))
        f = -np.abs(product) * growth
        side = growth * np.sign(product)
        # Adding 1 where r is 0 makes the quotient 0/1 there instead of 0/0.
        pull = f * np.sign(gap) / (math.pi * (r + (r == 0.0)))
        return f, -side * np.cos(x) * cy - pull * x, side * sx * np.sin(y) - pull * y
