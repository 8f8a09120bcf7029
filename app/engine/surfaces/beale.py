"""Beale's function."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Beale"]


class Beale(Surface):
    """Walls and a plateau, ``f`` = the sum of ``(c_i - x (1 - y^i))^2`` with ``c = 1.5, 2.25, 2.625``.

    Notes
    -----
    The Hessian at the minimum has the eigenvalues 0.30146 and 48.980; the gradient exceeds 100,000 in the
    corners. From the upper left a second valley leads away for ever: f falls slowly as x goes to minus
    infinity. Source: Beale (1958).
    """

    name = "beale"
    title = "Beale"
    formula = (
        "f(x, y) = (1.5 &minus; x + x y)<sup>2</sup> + (2.25 &minus; x + x y<sup>2</sup>)<sup>2</sup> + "
        "(2.625 &minus; x + x y<sup>3</sup>)<sup>2</sup>"
    )
    description = (
        "A plateau and walls side by side: near the corners the gradient exceeds 100,000, in the middle it "
        "is small. From a wall gradient descent is thrown out at the first step, unless you clip its "
        "gradient or make the learning rate tiny; Adam ignores the size of the gradient and walks down. The "
        "last stretch to (3, 0.5) is a flat, bent valley where momentum helps."
    )
    reference = (
        "E. M. L. Beale (1958). On an iterative method for finding a local minimum of a function of more "
        "than one variable. Statistical Techniques Research Group, Princeton University, technical report "
        "25."
    )
    rank = 120
    domain = ((-4.5, 4.5), (-4.5, 4.5))
    starts = ((1.0, 1.5), (3.5, 3.0), (-2.0, 1.5), (-3.0, -3.0), (1.0, -2.0))
    minima = ((3.0, 0.5),)
    saddles = ((0.0, 1.0), (0.10053793732415836, -2.644513585023125))

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        yy = y * y
        p = y - 1.0
        q = yy - 1.0
        r = yy * y - 1.0
        a = 1.5 + x * p
        b = 2.25 + x * q
        c = 2.625 + x * r
        fx = 2.0 * (a * p + b * q + c * r)
        fy = 2.0 * x * (a + 2.0 * b * y + 3.0 * c * yy)
        return a * a + b * b + c * c, fx, fy
