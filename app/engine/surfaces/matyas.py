"""Matyas's function."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Matyas"]


class Matyas(Surface):
    """A shallow diagonal valley, ``f = 0.26 (x^2 + y^2) - 0.48 x y``.

    Notes
    -----
    Quadratic, with Hessian eigenvalues 0.04 along the diagonal and 1 across it.
    Source: Jamil and Yang (2013).
    """

    name = "matyas"
    title = "Matyas"
    formula = "f(x, y) = 0.26 (x<sup>2</sup> + y<sup>2</sup>) &minus; 0.48 x y"
    description = (
        "A wide, shallow valley along the diagonal, 25 times steeper across than along. There is nothing to "
        "fall into, only a long floor where gradient descent crawls and momentum pays off. Because the "
        "valley is diagonal, scaling x and y separately, as Adagrad, RMSprop and Adam do, does not make it "
        "rounder."
    )
    reference = (
        "M. Jamil and X.-S. Yang (2013). A literature survey of benchmark functions for global optimisation "
        "problems. Int. J. Mathematical Modelling and Numerical Optimisation 4(2), 150-194."
    )
    rank = 50
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    starts = ((-9.0, -5.0), (8.0, 9.0), (-6.0, 7.0), (9.0, 1.0))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        # Rounding cannot take a sum of squares below 0, which would leave a hole in a logarithmic loss curve.
        along = x + y
        across = x - y
        a = 0.02 * along
        b = 0.5 * across
        return 0.5 * (a * along + b * across), a + b, a - b
