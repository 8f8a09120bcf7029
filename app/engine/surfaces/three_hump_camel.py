"""The three-hump camel."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["ThreeHumpCamel"]


class ThreeHumpCamel(Surface):
    """Three minima in a row, ``f = 2 x^2 - 1.05 x^4 + x^6 / 6 + x y + y^2``.

    Notes
    -----
    The Hessian has the eigenvalues 1.586 and 4.414 at the origin and 1.902 and 12.25 at the two local minima,
    whose value is 0.29864. Source: Jamil and Yang (2013).
    """

    name = "three_hump_camel"
    title = "Three-hump camel"
    formula = "f(x, y) = 2x<sup>2</sup> &minus; 1.05x<sup>4</sup> + x<sup>6</sup>/6 + x y + y<sup>2</sup>"
    description = (
        "One deep minimum in the middle and a shallower one on either side, behind a low pass. Small steps "
        "of gradient descent end in the side dip they meet first; momentum can carry a run over the pass "
        "into the middle. At the edges the walls are steep enough to throw out a large learning rate."
    )
    reference = (
        "M. Jamil and X.-S. Yang (2013). A literature survey of benchmark functions for global optimisation "
        "problems. Int. J. Mathematical Modelling and Numerical Optimisation 4(2), 150-194."
    )
    rank = 310
    domain = ((-5.0, 5.0), (-5.0, 5.0))
    starts = ((-2.4, 2.0), (2.3, 1.0), (-1.2, -2.5), (0.8, 2.5))
    minima = (
        (0.0, 0.0),
        (-1.7475523458302889, 0.8737761729151445),
        (1.7475523458302889, -0.8737761729151445),
    )
    saddles = ((-1.07054229182366, 0.53527114591183), (1.07054229182366, -0.53527114591183))

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        xx = x * x
        f = xx * (2.0 + xx * (xx / 6.0 - 1.05)) + y * (x + y)
        return f, x * (4.0 + xx * (xx - 4.2)) + y, x + 2.0 * y
