"""Ackley's function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Ackley"]

PI2 = 2.0 * math.pi


class Ackley(Surface):
    """A rippled plain round a pointed funnel.

    ``f = -20 exp(-0.2 sqrt((x^2 + y^2) / 2)) - exp((cos(2 pi x) + cos(2 pi y)) / 2) + 20 + e``.

    Notes
    -----
    The minimum is the tip of a cone of slope 2.83: f is not differentiable there, and the gradient is set to
    0. Source: Ackley (1987).
    """

    name = "ackley"
    title = "Ackley"
    formula = (
        "f(x, y) = &minus;20 exp(&minus;0.2 &radic;[(x<sup>2</sup> + y<sup>2</sup>)/2]) &minus; exp([cos "
        "2&pi;x + cos 2&pi;y]/2) + 20 + e"
    )
    description = (
        "A rippled plain with a deep funnel whose tip is a point, not a rounded bottom. The slope does not "
        "fade on the way in, so with a constant learning rate gradient descent hovers around the tip at a "
        "distance set by its steps: let a schedule shrink them to land. Further out, small steps are caught "
        "by the ripples."
    )
    reference = "D. H. Ackley (1987). A Connectionist Machine for Genetic Hillclimbing. Kluwer."
    rank = 440
    colour_scale = "linear"
    starts = ((-3.4, 2.6), (2.4, 0.3), (0.4, -0.3), (-4.5, -4.4))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the gradient is 0 at the tip (0, 0)."""
        ax, ay = PI2 * x, PI2 * y
        radius = np.sqrt(0.5 * (x * x + y * y))
        # expm1 keeps the digits of f near the minimum, where 20 - 20 exp(...) would lose them.
        funnel = np.expm1(-0.2 * radius)
        ripple = np.expm1(0.5 * (np.cos(ax) + np.cos(ay)) - 1.0)
        # Adding 1 where the radius is 0 makes the quotient 0/1 there instead of 0/0.
        pull = 2.0 * (funnel + 1.0) / (radius + (radius == 0.0))
        wave = math.pi * math.e * (ripple + 1.0)
        return -20.0 * funnel - math.e * ripple, pull * x + wave * np.sin(ax), pull * y + wave * np.sin(ay)
