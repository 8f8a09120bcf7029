"""The ravine, turned."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

from ..parameter import Parameter
from ..surface import Surface

__all__ = ["RotatedRavine"]


class RotatedRavine(Surface):
    """The ravine with its floor turned counter-clockwise, ``f = (u^2 + kappa v^2) / 2``.

    ``u = x cos(angle) + y sin(angle)`` runs along the floor and ``v = y cos(angle) - x sin(angle)`` across
    it.

    Notes
    -----
    The Hessian keeps the eigenvalues 1 and kappa at every angle, but it is diagonal only at multiples of 90
    degrees. Source: the rotated ellipsoid of Hansen et al. (2009), in two dimensions.
    """

    name = "rotated_ravine"
    title = "Rotated ravine"
    formula = (
        "f(x, y) = &frac12; (u<sup>2</sup> + &kappa; v<sup>2</sup>), u = x cos &phi; + y sin &phi;, v = y "
        "cos &phi; &minus; x sin &phi;"
    )
    description = (
        "The same ravine, turned by an angle. Gradient descent and momentum behave as they did before, "
        "because they do not know where the axes are. Adagrad, RMSprop and Adam scale x and y separately, so "
        "much of their advantage is gone at 45 degrees: compare with angle 0."
    )
    reference = (
        "N. Hansen, S. Finck, R. Ros and A. Auger (2009). Real-parameter black-box optimization benchmarking "
        "2009: noiseless functions definitions. INRIA research report RR-6829, function f10."
    )
    rank = 30
    parameters = (
        Parameter(
            "kappa",
            50.0,
            "How many times steeper the ravine is across than along: the condition number.",
            low=1.0,
            high=1e6,
            scale="log",
            slider=(1.0, 1e4),
            symbol="κ",
            live=False,
        ),
        Parameter(
            "angle",
            45.0,
            "The direction of the floor in degrees, counter-clockwise from the x axis.",
            low=-90.0,
            high=90.0,
            slider=(-90.0, 90.0),
            symbol="φ",
            live=False,
        ),
    )
    starts = ((-4.0, -1.5), (-1.0, 4.5), (4.5, 2.0), (3.0, -3.0))
    minima = ((0.0, 0.0),)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values)
        self._kappa = cast(float, self.values["kappa"])
        angle = math.radians(cast(float, self.values["angle"]))
        self._cos = math.cos(angle)
        self._sin = math.sin(angle)

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        c, s = self._cos, self._sin
        u = c * x + s * y
        v = c * y - s * x
        slope = self._kappa * v
        return 0.5 * (u * u + slope * v), c * u - s * slope, s * u + c * slope
