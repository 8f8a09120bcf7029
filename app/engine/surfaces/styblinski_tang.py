"""The function of Styblinski and Tang."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["StyblinskiTang"]

DEEP = -2.903534027771177
SHALLOW = 2.746802770990837
PASS = 0.1567312567803401


class StyblinskiTang(Surface):
    """Four wells, ``f = (x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y) / 2``.

    Notes
    -----
    Separable: each coordinate has a deep well (curvature 34.58), a shallow one (29.27) and a pass between
    them (-15.85). Source: Styblinski and Tang (1990).
    """

    name = "styblinski_tang"
    title = "Styblinski-Tang"
    formula = (
        "f(x, y) = &frac12; (x<sup>4</sup> &minus; 16x<sup>2</sup> + 5x + y<sup>4</sup> &minus; "
        "16y<sup>2</sup> + 5y)"
    )
    description = (
        "Each coordinate chooses by itself between a deep and a shallow well, which makes four minima of "
        "three different depths. Start in the wrong corner: small steps of gradient descent stay there, and "
        "momentum may or may not have enough speed for the pass. The basin map shows straight borders for "
        "methods that treat x and y separately."
    )
    reference = (
        "M. A. Styblinski and T.-S. Tang (1990). Experiments in nonconvex optimization: stochastic "
        "approximation with function smoothing and simulated annealing. Neural Networks 3(4), 467-483."
    )
    rank = 350
    starts = ((4.0, 4.5), (0.5, 0.6), (-1.0, 4.5), (4.5, -0.5))
    minima = ((DEEP, DEEP), (DEEP, SHALLOW), (SHALLOW, DEEP), (SHALLOW, SHALLOW))
    saddles = ((DEEP, PASS), (PASS, DEEP), (SHALLOW, PASS), (PASS, SHALLOW))
    lowest = -78.33233140754283

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        xx = x * x
        yy = y * y
        f = 0.5 * (x * (x * (xx - 16.0) + 5.0) + y * (y * (yy - 16.0) + 5.0))
        return f, x * (2.0 * xx - 16.0) + 2.5, y * (2.0 * yy - 16.0) + 2.5
