"""The drop wave."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["DropWave"]


class DropWave(Surface):
    """Rings in water, ``f = -(1 + cos(12 r)) / (r^2 / 2 + 2)`` with ``r = sqrt(x^2 + y^2)``.

    Notes
    -----
    The Hessian at the origin is 72.5 times the identity. The other minima are whole circles, which ``minima``
    does not list. Source: Surjanovic and Bingham (2013).
    """

    name = "drop_wave"
    title = "Drop wave"
    formula = (
        "f(x, y) = &minus;(1 + cos 12r) / (&frac12; r<sup>2</sup> + 2), r = &radic;(x<sup>2</sup> + "
        "y<sup>2</sup>)"
    )
    description = (
        "Rings like those of a stone dropped into water, with the deepest point in the middle. The slope "
        "points straight inward or straight outward, and small steps stop on the nearest ring, a whole "
        "circle of local minima. All crests are equally high, so momentum cannot roll over the next one: "
        "only a step long enough to leap across it reaches another ring."
    )
    reference = (
        "S. Surjanovic and D. Bingham (2013). Virtual Library of Simulation Experiments: drop-wave function. "
        "Simon Fraser University."
    )
    rank = 450
    colour_scale = "linear"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    starts = ((-1.3, 0.9), (0.2, -0.1), (0.6, 0.5), (1.8, 1.7))
    minima = ((0.0, 0.0),)
    lowest = -1.0

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the gradient is 0 in the middle, its limit."""
        rr = x * x + y * y
        r = np.sqrt(rr)
        top = 1.0 + np.cos(12.0 * r)
        bottom = 0.5 * rr + 2.0
        f = -top / bottom
        # Adding 1 where r is 0 makes the quotient 0/1 there instead of 0/0; x and y are 0 as well.
        slope = (12.0 * np.sin(12.0 * r) / (r + (r == 0.0)) - f) / bottom
        return f, slope * x, slope * y
