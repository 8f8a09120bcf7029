"""Himmelblau's function."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["Himmelblau"]


class Himmelblau(Surface):
    """Four equal minima, ``f = (x^2 + y - 11)^2 + (x + y^2 - 7)^2``.

    Notes
    -----
    The Hessian at the minima has eigenvalues between 25.7 and 133.8. Source: Himmelblau (1972).
    """

    name = "himmelblau"
    title = "Himmelblau"
    formula = (
        "f(x, y) = (x<sup>2</sup> + y &minus; 11)<sup>2</sup> + (x + y<sup>2</sup> &minus; 7)<sup>2</sup>"
    )
    description = (
        "Four minima, all equally deep: with small steps the start alone decides which one is reached. Draw "
        "the basin map and compare. Gradient descent divides the plane into four plain regions; momentum "
        "overshoots, and the borders of its regions fray and curl."
    )
    reference = "D. M. Himmelblau (1972). Applied Nonlinear Programming. McGraw-Hill."
    rank = 320
    starts = ((0.0, 0.0), (-4.5, 0.5), (1.0, -4.5), (-0.5, -0.5), (4.5, 4.5))
    minima = (
        (3.0, 2.0),
        (-2.805118086952745, 3.1313125182505730),
        (-3.779310253377747, -3.2831859912861694),
        (3.584428340330492, -1.8481265269644036),
    )
    saddles = (
        (3.385154183607021, 0.07385187983774929),
        (0.08667750455539635, 2.884254701174776),
        (-3.0730257507643896, -0.08135304428796751),
        (-0.12796134673068007, -1.9537149802445764),
    )

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        a = x * x + y - 11.0
        b = x + y * y - 7.0
        return a * a + b * b, 4.0 * a * x + 2.0 * b, 2.0 * a + 4.0 * b * y
