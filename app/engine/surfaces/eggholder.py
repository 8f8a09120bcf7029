"""The eggholder."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import WALLS, Surface

__all__ = ["Eggholder"]


class Eggholder(Surface):
    """A tray of uneven hollows, ``f = -(y + 47) sin sqrt|x / 2 + y + 47| - x sin sqrt|x - y - 47|``.

    Notes
    -----
    The lowest point of the domain lies on its border: there df/dy is 0 but df/dx is -3.39, so ``minima``
    holds a point that no unconstrained run stays at. The gradient is unbounded where the content of a root is
    0; the part of that root is set to 0 there. Source: Whitley et al. (1996), function F101.
    """

    name = "eggholder"
    title = "Eggholder"
    formula = (
        "f(x, y) = &minus;(y + 47) sin &radic;|&frac12;x + y + 47| &minus; x sin &radic;|x &minus; y &minus; "
        "47|"
    )
    description = (
        "An egg tray a thousand wide, with hollows of every depth and no trend to follow. The lowest point "
        "sits on the border, where the slope is not zero: a run that gets there leans against the wall, and "
        "without walls slides out. Scale the learning rate up, and compare how deep the hollows are in which "
        "different optimizers get stuck."
    )
    reference = (
        "D. Whitley, S. Rana, J. Dzubera and K. E. Mathias (1996). Evaluating evolutionary algorithms. "
        "Artificial Intelligence 85(1-2), 245-276."
    )
    rank = 580
    parameters = (WALLS,)
    colour_scale = "linear"
    domain = ((-512.0, 512.0), (-512.0, 512.0))
    starts = ((100.0, 300.0), (-300.0, -200.0), (400.0, -400.0), (460.0, 430.0))
    minima = ((512.0, 404.2318051137578),)
    lowest = -959.6406627208509

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy; the derivative of a root is 0 where its content is 0."""
        z = y + 47.0
        u = 0.5 * x + z
        v = x - z
        p, q = np.sqrt(np.abs(u)), np.sqrt(np.abs(v))
        sp, sq = np.sin(p), np.sin(q)
        # Adding 1 where a root is 0 makes the quotient 0/1 there instead of 0/0.
        by_u = 0.5 * z * np.cos(p) * np.sign(u) / (p + (p == 0.0))
        by_v = 0.5 * x * np.cos(q) * np.sign(v) / (q + (q == 0.0))
        return -z * sp - x * sq, -0.5 * by_u - sq - by_v, -sp - by_u + by_v
