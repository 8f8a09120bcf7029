"""A linear network of two weights."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["TwoWeightNetwork"]


class TwoWeightNetwork(Surface):
    """The loss of a network with one weight in each of two layers, ``f = (x y - 1)^2 / 2``.

    Notes
    -----
    The minima are the hyperbola ``x y = 1``; ``minima`` holds sample points of it. There the Hessian has the
    eigenvalues 0 and ``x^2 + y^2``, so gradient descent can rest only where ``x^2 + y^2 < 2 / lr``.
    Source: the two-layer linear model of Lewkowycz et al. (2020).
    """

    name = "two_weight_network"
    title = "Two-weight network"
    formula = "f(x, y) = &frac12; (x y &minus; 1)<sup>2</sup>"
    description = (
        "The smallest deep network: two weights in a row whose product should be 1. Every point of the "
        "hyperbola xy = 1 is a perfect fit, but not an equally flat one: gradient descent can rest only "
        "where x² + y² < 2/lr. Raise the learning rate step by step and watch it bounce along the valley "
        "toward the flattest solutions, (1, 1) and (-1, -1), until it is thrown out."
    )
    reference = (
        "A. Lewkowycz, Y. Bahri, E. Dyer, J. Sohl-Dickstein and G. Gur-Ari (2020). The large learning rate "
        "phase of deep learning: the catapult mechanism. arXiv:2003.02218."
    )
    rank = 140
    domain = ((-3.0, 3.0), (-3.0, 3.0))
    starts = ((2.5, 0.2), (0.1, 2.8), (-1.0, 1.2), (-0.2, -2.5), (0.3, 0.2))
    minima = ((1.0, 1.0), (-1.0, -1.0), (2.0, 0.5), (0.5, 2.0), (-2.0, -0.5), (-0.5, -2.0))
    saddles = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        residual = x * y - 1.0
        return 0.5 * residual * residual, residual * y, residual * x
