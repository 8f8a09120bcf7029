"""The six-hump camel."""

from __future__ import annotations

from typing import Any

from ..surface import Surface

__all__ = ["SixHumpCamel"]


class SixHumpCamel(Surface):
    """Six minima in symmetric pairs, ``f = (4 - 2.1 x^2 + x^4 / 3) x^2 + x y + (4 y^2 - 4) y^2``.

    Notes
    -----
    ``f(-x, -y) = f(x, y)``. The Hessian at the two global minima has the eigenvalues 7.682 and 16.493.
    Source: Dixon and Szego (1978).
    """

    name = "six_hump_camel"
    title = "Six-hump camel"
    formula = (
        "f(x, y) = (4 &minus; 2.1x<sup>2</sup> + x<sup>4</sup>/3) x<sup>2</sup> + x y + (4y<sup>2</sup> "
        "&minus; 4) y<sup>2</sup>"
    )
    description = (
        "Six minima, of which only the two in the middle are the deepest, and a saddle at the origin between "
        "them. Start at the side and see who stays in the nearest dip and who rolls on into the middle. A "
        "start close to the origin shows how long each optimizer needs to choose a side."
    )
    reference = (
        "L. C. W. Dixon and G. P. Szego (1978). The global optimization problem: an introduction. In Towards "
        "Global Optimisation 2, North-Holland, 1-15."
    )
    rank = 330
    colour_scale = "log"
    domain = ((-3.0, 3.0), (-2.0, 2.0))
    starts = ((-2.0, 1.2), (1.9, 1.1), (-1.9, -1.0), (0.01, 0.0), (1.0, 1.3))
    minima = (
        (0.08984201310031806, -0.7126564030207396),
        (-0.08984201310031806, 0.7126564030207396),
        (-1.7036067149699808, 0.7960835686726251),
        (1.7036067149699808, -0.7960835686726251),
        (-1.6071047529201972, -0.5686514548841314),
        (1.6071047529201972, 0.5686514548841314),
    )
    saddles = (
        (0.0, 0.0),
        (1.1092053368047865, -0.7682680925095398),
        (-1.1092053368047865, 0.7682680925095398),
        (-1.6380679841897786, -0.22867406904439407),
        (1.6380679841897786, 0.22867406904439407),
        (-1.2960702671671092, -0.6050843880386585),
        (1.2960702671671092, 0.6050843880386585),
    )
    lowest = -1.0316284534898774

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy."""
        xx = x * x
        yy = y * y
        f = xx * (4.0 + xx * (xx / 3.0 - 2.1)) + x * y + 4.0 * yy * (yy - 1.0)
        return f, x * (8.0 + xx * (2.0 * xx - 8.4)) + y, x + y * (16.0 * yy - 8.0)
