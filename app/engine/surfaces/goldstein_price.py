"""The function of Goldstein and Price."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["GoldsteinPrice"]


class GoldsteinPrice(Surface):
    """A polynomial of degree 8 whose values span six orders of magnitude, ``f = (1 + a^2 P) (30 + b^2 Q)``.

    ``a = x + y + 1``, ``P = 19 - 14 x + 3 x^2 - 14 y + 6 x y + 3 y^2``, ``b = 2 x - 3 y`` and
    ``Q = 18 - 32 x + 12 x^2 + 48 y - 36 x y + 27 y^2``.

    Notes
    -----
    With ``s = x + y`` and ``b`` the two polynomials are ``P = 19 - 14 s + 3 s^2`` and ``Q = 18 - 16 b + 3
    b^2``, which is how they are computed. The Hessian at the minimum has the eigenvalues 402.8 and 965.2.
    Source: Goldstein and Price (1971).
    """

    name = "goldstein_price"
    title = "Goldstein-Price"
    formula = (
        "f(x, y) = [1 + (s + 1)<sup>2</sup> (19 &minus; 14s + 3s<sup>2</sup>)] [30 + t<sup>2</sup> (18 "
        "&minus; 16t + 3t<sup>2</sup>)], s = x + y, t = 2x &minus; 3y"
    )
    description = (
        "From 3 at the minimum to a million in the corners: any learning rate that survives the walls is far "
        "too small for the floor. Gradient descent explodes or creeps unless its gradient is clipped. Adam "
        "does not mind the scale, but it stops in one of the three other minima as readily as any."
    )
    reference = (
        "A. A. Goldstein and J. F. Price (1971). On descent from local minima. Mathematics of Computation "
        "25(115), 569-574."
    )
    rank = 360
    domain = ((-2.0, 2.0), (-2.0, 2.0))
    starts = ((-1.5, 0.5), (1.5, 1.5), (-0.5, -1.8), (1.0, -1.5))
    minima = ((0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8))
    saddles = ((-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4))
    lowest = 3.0

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        s = x + y
        t = 2.0 * x - 3.0 * y
        a = s + 1.0
        p = 19.0 + s * (3.0 * s - 14.0)
        q = 18.0 + t * (3.0 * t - 16.0)
        left = 1.0 + a * a * p
        right = 30.0 + t * t * q
        by_s = a * (2.0 * p + a * (6.0 * s - 14.0)) * right
        by_t = t * (2.0 * q + t * (6.0 * t - 16.0)) * left
        return left * right, by_s + 2.0 * by_t, by_s - 3.0 * by_t
