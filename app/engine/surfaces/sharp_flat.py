"""A sharp and a flat minimum side by side."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["SharpFlat"]


class SharpFlat(Surface):
    """The lower of two bowls, ``f = min(50 |p - a|^2, |p - b|^2 / 2)``, ``a = (-1, 0)``, ``b = (1.5, 0)``.

    Notes
    -----
    Both minima have the value 0; the Hessian is 100 times the identity at ``a`` and the identity at ``b``.
    The bowls meet in a kink on a circle of radius 0.25 round ``a``, where the gradient of the flat bowl is
    returned. Source: after Hochreiter and Schmidhuber (1997).
    """

    name = "sharp_flat"
    title = "Sharp and flat minimum"
    formula = (
        "f(x, y) = min(50 |p &minus; a|<sup>2</sup>, &frac12; |p &minus; b|<sup>2</sup>), a = (&minus;1, 0), "
        "b = (1.5, 0)"
    )
    description = (
        "Two perfect minima: a narrow pit on the left, a hundred times sharper than the wide bowl on the "
        "right. Gradient descent with a learning rate above 2/100 cannot stay in the pit and is thrown out "
        "into the bowl; noise on the gradient can do the same. It is the picture behind the saying that "
        "large or noisy steps find flat minima."
    )
    reference = "S. Hochreiter and J. Schmidhuber (1997). Flat minima. Neural Computation 9(1), 1-42."
    rank = 150
    domain = ((-4.0, 4.0), (-4.0, 4.0))
    starts = ((-1.05, 0.1), (-2.3, 0.05), (-2.0, 2.0), (3.0, -2.5))
    minima = ((-1.0, 0.0), (1.5, 0.0))

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        yy = y * y
        to_a = x + 1.0
        to_b = x - 1.5
        # A truth value times a number chooses the branch, for scalars much faster than np.where.
        sharp = 100.0 * (to_a * to_a + yy) < to_b * to_b + yy
        curvature = 1.0 + 99.0 * sharp
        dx = x - (1.5 - 2.5 * sharp)
        return 0.5 * curvature * (dx * dx + yy), curvature * dx, curvature * y
