"""A saddle between two minima."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["BoundedSaddle"]


class BoundedSaddle(Surface):
    """A saddle with a way out, ``f = x^2 / 2 + y^4 / 4 - y^2 / 2``.

    Notes
    -----
    The Hessian has the eigenvalues 1 and 2 at the minima and 1 and -1 at the saddle, from which gradient
    descent escapes at the rate ``(1 + lr)^t``. Source: Nesterov (2004), example 1.2.2.
    """

    name = "bounded_saddle"
    title = "Bounded saddle"
    formula = "f(x, y) = &frac12; x<sup>2</sup> + &frac14; y<sup>4</sup> &minus; &frac12; y<sup>2</sup>"
    description = (
        "A saddle at the origin with a minimum on either side. From a start one millionth beside the line y "
        "= 0, gradient descent heads for the saddle and lingers there until that millionth has grown; "
        "momentum shortens the wait. Adam scales the tiny slope up and turns away almost at once: count the "
        "steps."
    )
    reference = "Y. Nesterov (2004). Introductory Lectures on Convex Optimization. Kluwer, example 1.2.2."
    rank = 210
    colour_scale = "linear"
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    starts = ((1.0, 1e-6), (1.5, 0.01), (-1.5, -0.1), (-1.8, 1.8))
    minima = ((0.0, 1.0), (0.0, -1.0))
    saddles = ((0.0, 0.0),)
    lowest = -0.25

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        yy = y * y
        # A product, so that the gradient is a new array and not the position itself.
        return 0.5 * x * x + yy * (0.25 * yy - 0.5), 1.0 * x, y * (yy - 1.0)
