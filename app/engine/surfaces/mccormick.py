"""McCormick's function."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["McCormick"]


class McCormick(Surface):
    """A tilted, wavy valley, ``f = sin(x + y) + (x - y)^2 - 1.5 x + 2.5 y + 1``.

    Notes
    -----
    The Hessian at both minima of the domain has the eigenvalues sqrt(3) and 4. Every step of (-pi, -pi)
    repeats the surface pi lower, so ``lowest`` holds only inside the domain. Source: Jamil and Yang (2013).
    """

    name = "mccormick"
    title = "McCormick"
    formula = "f(x, y) = sin(x + y) + (x &minus; y)<sup>2</sup> &minus; 1.5x + 2.5y + 1"
    description = (
        "A valley along the diagonal, tilted and wavy, with two minima inside the frame. Gradient descent "
        "stops in the first dip that it meets. Momentum may roll on through both and out of the frame, where "
        "the same waves go down for ever: a lower loss is not always a better answer."
    )
    reference = (
        "M. Jamil and X.-S. Yang (2013). A literature survey of benchmark functions for global optimisation "
        "problems. Int. J. Mathematical Modelling and Numerical Optimisation 4(2), 150-194."
    )
    rank = 340
    domain = ((-1.5, 4.0), (-3.0, 4.0))
    starts = ((3.5, 3.5), (-1.0, 3.0), (1.5, 0.6), (3.5, -2.0))
    minima = ((-0.5471975511965978, -1.5471975511965979), (2.5943951023931953, 1.5943951023931953))
    saddles = ((1.5471975511965979, 0.5471975511965978),)
    lowest = -1.9132229549810364

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        total = x + y
        across = x - y
        wave = np.cos(total)
        slope = 2.0 * across
        f = np.sin(total) + across * across - 1.5 * x + 2.5 * y + 1.0
        return f, wave + slope - 1.5, wave - slope + 2.5
