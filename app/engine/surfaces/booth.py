"""Booth's function."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Booth"]


class Booth(Surface):
    """The least squares of two linear equations, ``f = (x + 2y - 7)^2 + (2x + y - 5)^2``.

    Notes
    -----
    Quadratic, with Hessian eigenvalues 2 and 18. Source: Jamil and Yang (2013).
    """

    name = "booth"
    title = "Booth"
    formula = "f(x, y) = (x + 2y &minus; 7)<sup>2</sup> + (2x + y &minus; 5)<sup>2</sup>"
    description = (
        "A gentle bowl, nine times steeper along one diagonal than along the other. Nearly everything works "
        "here, so it is a good place to meet a new optimizer. Find the largest learning rate that gradient "
        "descent survives (2/18, about 0.11), then see how far beyond it Adam still arrives."
    )
    reference = (
        "M. Jamil and X.-S. Yang (2013). A literature survey of benchmark functions for global optimisation "
        "problems. Int. J. Mathematical Modelling and Numerical Optimisation 4(2), 150-194."
    )
    rank = 40
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    starts = ((-8.0, -4.0), (8.0, 8.0), (-6.0, 9.0), (9.0, -9.0))
    minima = ((1.0, 3.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        a = x + 2.0 * y - 7.0
        b = 2.0 * x + y - 5.0
        return a * a + b * b, 2.0 * a + 4.0 * b, 4.0 * a + 2.0 * b
