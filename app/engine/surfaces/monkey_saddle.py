"""The monkey saddle."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["MonkeySaddle"]


class MonkeySaddle(Surface):
    """A degenerate saddle with three ways down, ``f = x^3 - 3 x y^2``.

    Notes
    -----
    Gradient and Hessian both vanish at the origin; only the third derivatives show the way out. There is no
    minimum. Source: Hilbert and Cohn-Vossen (1952), the saddle that leaves room for a monkey's tail.
    """

    name = "monkey_saddle"
    title = "Monkey saddle"
    formula = "f(x, y) = x<sup>3</sup> &minus; 3 x y<sup>2</sup>"
    description = (
        "Three valleys and three ridges meet in one point where the slope and the curvature both vanish: "
        "room for two legs and a tail. Along a ridge gradient descent comes to a near stop in the middle, "
        "and even Newton's method finds no curvature there to lead it out. There is no bottom, so watch how "
        "long each optimizer hesitates and which valley it takes."
    )
    reference = "D. Hilbert and S. Cohn-Vossen (1952). Geometry and the Imagination. Chelsea."
    rank = 230
    colour_scale = "linear"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    starts = ((1.5, 1e-3), (1.0, 0.1), (-0.7, 1.2), (-0.9, -1.5))
    saddles = ((0.0, 0.0),)
    lowest = None

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        xx = x * x
        yy = y * y
        return x * (xx - 3.0 * yy), 3.0 * (xx - yy), -6.0 * x * y
