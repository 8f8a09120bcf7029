"""Rastrigin's function."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..surface import Surface

__all__ = ["Rastrigin"]


class Rastrigin(Surface):
    """A bowl full of dimples, ``f = 20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)``.

    Notes
    -----
    Separable; a local minimum lies near every pair of whole numbers (121 in the domain, of which ``minima``
    lists the global one). The Hessian at the origin is ``2 + 40 pi^2 = 396.78`` times the identity. Source:
    Rastrigin (1974).
    """

    name = "rastrigin"
    title = "Rastrigin"
    formula = "f(x, y) = 20 + x<sup>2</sup> &minus; 10 cos 2&pi;x + y<sup>2</sup> &minus; 10 cos 2&pi;y"
    description = (
        "A bowl covered with regular dimples, each a local minimum. Small steps end in the dimple where they "
        "begin; see how far momentum, a large learning rate or noise on the gradient carries a run before it "
        "is caught. On the basin map the optimizers look most different here."
    )
    reference = "L. A. Rastrigin (1974). Systems of Extremal Control. Nauka, Moscow (in Russian)."
    rank = 410
    colour_scale = "linear"
    domain = ((-5.12, 5.12), (-5.12, 5.12))
    starts = ((-3.4, 2.7), (4.4, 4.3), (-1.3, -1.4), (0.4, 0.3))
    minima = ((0.0, 0.0),)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        # 1 - cos(2a) = 2 sin(a)^2 keeps the digits of f near the minimum, where a difference loses them.
        sx, cx = np.sin(math.pi * x), np.cos(math.pi * x)
        sy, cy = np.sin(math.pi * y), np.cos(math.pi * y)
        ripple = 40.0 * math.pi
        return (
            x * x + y * y + 20.0 * (sx * sx + sy * sy),
            2.0 * x + ripple * sx * cx,
            2.0 * y + ripple * sy * cy,
        )
