"""A hole in a plateau."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["GaussianPlateau"]


class GaussianPlateau(Surface):
    """An upside-down Gaussian, ``f = 1 - exp(-(x^2 + y^2) / 2)``.

    Notes
    -----
    The Hessian at the minimum is the identity; the gradient is 9e-8 at distance 6 and underflows to 0 beyond
    39. Source: a model of the plateaus in Goodfellow, Bengio and Courville (2016), section 8.2.3.
    """

    name = "gaussian_plateau"
    title = "Gaussian plateau"
    formula = "f(x, y) = 1 &minus; exp(&minus;&frac12; [x<sup>2</sup> + y<sup>2</sup>])"
    description = (
        "One round hole in a wide plain where the gradient all but vanishes: one ten-millionth at a distance "
        "of 6. Gradient descent does not stir out there, with or without momentum. Adam and RMSprop divide "
        "by the size of the gradient and walk in as if the plain were steep, until you raise their eps above "
        "that size."
    )
    reference = "I. Goodfellow, Y. Bengio and A. Courville (2016). Deep Learning. MIT Press, section 8.2.3."
    rank = 520
    colour_scale = "linear"
    domain = ((-6.0, 6.0), (-6.0, 6.0))
    starts = ((-4.0, 3.0), (5.5, 2.0), (-1.5, -1.0), (2.0, -3.0))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        # expm1 keeps the digits of f near the minimum, exp those of the gradient far away; neither does both.
        depth = -0.5 * (x * x + y * y)
        height = np.exp(depth)
        return -np.expm1(depth), height * x, height * y
