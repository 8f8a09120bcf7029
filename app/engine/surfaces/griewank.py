"""Griewank's function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Griewank"]

HALF = math.sqrt(0.5)


class Griewank(Surface):
    """Regular ripples on a wide bowl, ``f = 1 + (x^2 + y^2) / 4000 - cos(x) cos(y / sqrt 2)``.

    Notes
    -----
    The Hessian at the origin has the eigenvalues 1.0005 and 0.5005. Its 17 minima in the domain differ by
    less than 0.03. Source: Griewank (1981).
    """

    name = "griewank"
    title = "Griewank"
    formula = "f(x, y) = 1 + (x<sup>2</sup> + y<sup>2</sup>)/4000 &minus; cos(x) cos(y/&radic;2)"
    description = (
        "A wide and nearly flat bowl under regular ripples. The minima are almost equally deep, so a low "
        "loss does not mean that the middle was found: look at the place as well. From a slope everyone "
        "rolls into the same hollow; near a hilltop Adam sets out diagonally and may end in another one than "
        "gradient descent."
    )
    reference = (
        "A. O. Griewank (1981). Generalized descent for global optimization. Journal of Optimization Theory "
        "and Applications 34(1), 11-39."
    )
    rank = 420
    colour_scale = "linear"
    domain = ((-10.0, 10.0), (-10.0, 10.0))
    starts = ((3.0, 0.7), (-8.0, 7.0), (5.0, 1.0), (1.4, 1.5))
    minima = (
        (0.0, 0.0),
        *((i * 3.14002263389554, j * 4.438444480920714) for i in (-1, 1) for j in (-1, 1)),
        *((i * 6.280045279379905, 0.0) for i in (-1, 1)),
        *((0.0, j * 8.876888929095656) for j in (-1, 1)),
        *((i * 9.420067886213592, j * 4.438444437201061) for i in (-1, 1) for j in (-1, 1)),
        *((i * 6.280045217550294, j * 8.876888885374551) for i in (-1, 1) for j in (-1, 1)),
    )
    saddles = tuple(
        (i * x, j * y)
        for x, y in (
            (1.5723679104393218, 2.2225533025787544),
            (4.710820534479318, 2.2181104087569535),
            (1.566084701988601, 6.663217005719885),
            (7.855556370892423, 2.226996207428990),
            (4.717103758526775, 6.667659943458242),
            (7.849273116023248, 6.658774057215233),
        )
        for i in (-1, 1)
        for j in (-1, 1)
    )

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        # 1 - cos(a) cos(b) = sin((a + b) / 2)^2 + sin((a - b) / 2)^2 keeps the digits of f near the minimum.
        z = HALF * y
        u, v = 0.5 * (x + z), 0.5 * (x - z)
        su, sv = np.sin(u), np.sin(v)
        tu, tv = su * np.cos(u), sv * np.cos(v)
        return (
            (x * x + y * y) / 4000.0 + su * su + sv * sv,
            x / 2000.0 + tu + tv,
            y / 2000.0 + HALF * (tu - tv),
        )
