"""The function of Michalewicz."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Michalewicz"]


class Michalewicz(Surface):
    """Trenches in a plateau, ``f = -sin(x) sin(x^2 / pi)^20 - sin(y) sin(2 y^2 / pi)^20``.

    Notes
    -----
    Separable. The Hessian has the eigenvalues 32.5 and 81 at the minimum and 32.5 and 100.5 at the second
    one, whose value is -1.2141. Source: Michalewicz (1992), with steepness m = 10.
    """

    name = "michalewicz"
    title = "Michalewicz"
    formula = (
        "f(x, y) = &minus;sin(x) sin<sup>20</sup>(x<sup>2</sup>/&pi;) &minus; sin(y) "
        "sin<sup>20</sup>(2y<sup>2</sup>/&pi;)"
    )
    description = (
        "Flat terraces cut by narrow, steep trenches; the minimum lies where two trenches cross. On a "
        "terrace the slope is as good as zero and gradient descent stands still; in a trench it finds the "
        "floor and follows it only if a slope is left. Adam takes steps of the same size on both and crosses "
        "the terraces, if its eps is small."
    )
    reference = "Z. Michalewicz (1992). Genetic Algorithms + Data Structures = Evolution Programs. Springer."
    rank = 540
    colour_scale = "linear"
    domain = ((0.0, math.pi), (0.0, math.pi))
    starts = ((1.7, 1.2), (2.5, 2.2), (2.6, 1.9), (1.2, 2.4))
    minima = ((2.2029055201726093, math.pi / 2), (2.2029055201726093, 2.7115714838430144))
    lowest = -1.8013034100985525

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        f, fx = self._trench(x, 1.0 / math.pi)
        g, fy = self._trench(y, 2.0 / math.pi)
        return f + g, fx, fy

    @staticmethod
    def _trench(x: Any, rate: float) -> tuple[Any, Any]:
        """Return ``-sin(x) sin(rate x^2)^20`` and its derivative."""
        inner = rate * x * x
        s = np.sin(inner)
        s2 = s * s
        s4 = s2 * s2
        s8 = s4 * s4
        s19 = s8 * s8 * s2 * s
        s20 = s19 * s
        sx = np.sin(x)
        return -sx * s20, -np.cos(x) * s20 - 40.0 * rate * x * sx * s19 * np.cos(inner)
