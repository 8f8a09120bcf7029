"""The cross in a tray."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import WALLS, Surface

__all__ = ["CrossInTray"]

BEST = 1.3494066171539108


class CrossInTray(Surface):
    """Square dips between ridges, ``f = -0.0001 (|sin(x) sin(y)| exp|100 - r / pi| + 1)^0.1``.

    ``r = sqrt(x^2 + y^2)``.

    Notes
    -----
    Where x or y is a multiple of pi, f has a kink at its highest value, -0.0001, and the gradient is set to
    0. Only the four global minima of the domain are listed. Source: Mishra (2006).
    """

    name = "cross_in_tray"
    title = "Cross in tray"
    formula = (
        "f(x, y) = &minus;0.0001 (|sin x sin y| exp|100 &minus; r/&pi;| + 1)<sup>0.1</sup>, r = "
        "&radic;(x<sup>2</sup> + y<sup>2</sup>)"
    )
    description = (
        "A tray of square dips separated by razor-sharp ridges; the four in the middle are the deepest by a "
        "little. Beside a ridge the slope grows enormous, so one gradient from there can throw gradient "
        "descent across the tray. Clip it, or let Adam take even steps, and see that small steps always end "
        "in the first dip."
    )
    reference = (
        "S. K. Mishra (2006). Some new test functions for global optimization and performance of repulsive "
        "particle swarm method. Munich Personal RePEc Archive, paper 2718."
    )
    rank = 560
    parameters = (WALLS,)
    colour_scale = "linear"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    starts = ((-8.0, 7.0), (5.0, 1.0), (-2.5, -2.0), (2.9, 0.3))
    minima = ((BEST, BEST), (BEST, -BEST), (-BEST, BEST), (-BEST, -BEST))
    lowest = -2.062611870822737

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the subgradient of each absolute value is 0 where that is 0."""
        sx, sy = np.sin(x), np.sin(y)
        r = np.sqrt(x * x + y * y)
        gap = 100.0 - r / math.pi
        product = sx * sy
        growth = np.exp(np.abs(gap))
        size = np.abs(product)
        total = size * growth + 1.0
        f = -0.0001 * np.power(total, 0.1)
        side = np.sign(product)
        # Adding 1 where r is 0 makes the quotient 0/1 there instead of 0/0.
        pull = size * np.sign(gap) / (math.pi * (r + (r == 0.0)))
        scale = 0.1 * f * (growth / total)
        return f, scale * (side * np.cos(x) * sy - pull * x), scale * (side * sx * np.cos(y) - pull * y)
