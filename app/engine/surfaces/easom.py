"""Easom's function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Easom"]

NEAR = 1.3049954504376675
FAR = 4.978189856741919


class Easom(Surface):
    """A needle in a plateau, ``f = -cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2)``.

    Notes
    -----
    The Hessian at the minimum is 3 times the identity. Four more minima at the foot of the needle are only
    8e-5 deep. Beyond a distance of about 27 the exponential underflows and the gradient is exactly 0; this is
    kept on purpose. Source: Easom (1990).
    """

    name = "easom"
    title = "Easom"
    formula = (
        "f(x, y) = &minus;cos(x) cos(y) exp(&minus;(x &minus; &pi;)<sup>2</sup> &minus; (y &minus; "
        "&pi;)<sup>2</sup>)"
    )
    description = (
        "A single needle in a plain with almost no slope anywhere else. Outside the needle gradient descent "
        "does not move, and the slope may even point the wrong way, into a dip a ten-thousandth deep. In the "
        "corners the gradient is far smaller than Adam's eps, so Adam stands still too: lower eps and see it "
        "set out."
    )
    reference = (
        "E. E. Easom (1990). A survey of global optimization techniques. M. Eng. thesis, University of "
        "Louisville."
    )
    rank = 530
    colour_scale = "linear"
    domain = ((-2.0, 8.0), (-2.0, 8.0))
    starts = ((2.0, 2.3), (4.4, 2.6), (1.0, 5.0), (7.0, 7.0), (-1.5, -1.5))
    minima = ((math.pi, math.pi), (NEAR, NEAR), (NEAR, FAR), (FAR, NEAR), (FAR, FAR))
    saddles = tuple((x * math.pi, y * math.pi) for x in (0.5, 1.5) for y in (0.5, 1.5))
    lowest = -1.0

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        a, b = x - math.pi, y - math.pi
        height = np.exp(-(a * a) - b * b)
        cx, cy = np.cos(x), np.cos(y)
        fx = height * cy * (np.sin(x) + 2.0 * a * cx)
        fy = height * cx * (np.sin(y) + 2.0 * b * cy)
        return -cx * cy * height, fx, fy
