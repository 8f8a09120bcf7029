"""What a surface is: a function of two variables with its exact gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from .parameter import Parameter, Value, check_values
from .registry import Registry

__all__ = ["WALLS", "Point", "Surface", "surfaces"]

Floats = npt.NDArray[np.float64]
Point = tuple[float, float]
surfaces: Registry[Surface]


WALLS = Parameter(
    "walls", True,
    "Whether the domain has walls: a step that leads out of it ends at its border (box projection). Without "
    "them a run may leave, and find lower values that do not count.",
    kind="switch", live=False,
)  # fmt: skip


class Surface:
    """Base class: a subclass in ``surfaces/`` is one test function.

    Attributes
    ----------
    name, title, formula, description, reference : str
        ``formula`` is HTML with sub and sup; ``description`` says what a student sees here.
    notes : str
        More for the help page, as HTML.
    domain : ((float, float), (float, float))
        The plotted range of x and of y; instances may depend on their values.
    starts : tuple of (float, float)
        Good starting points, the first is the default.
    minima : tuple of (float, float)
        Known local minima, global ones first; empty if there is none (or a whole curve of them).
    saddles : tuple of (float, float)
    lowest : float or None
        The global minimum value f*; None if unbounded.
    colour_scale : {'log', 'linear'}
        How the picture is coloured: log of f - f* (for large ranges) or linear.
    parameters : tuple of Parameter
    axes : (str, str)
        What is drawn across and upwards.
    walls : bool
        Whether the domain has walls: a step that leads out of it ends at its border. The value of a parameter
        of that name, if there is one.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    formula: ClassVar[str] = ""
    description: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    notes: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    rank: ClassVar[int] = 1000
    colour_scale: ClassVar[str] = "log"

    domain: tuple[Point, Point] = ((-5.0, 5.0), (-5.0, 5.0))
    starts: tuple[Point, ...] = ((-4.0, 3.0),)
    minima: tuple[Point, ...] = ()
    saddles: tuple[Point, ...] = ()
    lowest: float | None = 0.0
    walls: bool = False
    axes: tuple[str, str] = ("x", "y")

    def __init_subclass__(cls) -> None:
        if cls.name:
            surfaces.add(cls.name, cls)

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self.values: dict[str, Value] = check_values(self.name, self.parameters, values or {})
        self.walls = bool(self.values.get("walls", self.walls))

    def evaluate(self, x: Any, y: Any) -> tuple[Any, Any, Any]:
        """Return f, df/dx and df/dy.

        Parameters
        ----------
        x, y : float64 scalars or ndarrays of one shape
            Plain arithmetic and NumPy functions only, so that both work: for a single run the engine passes
            NumPy scalars, which are several times faster than arrays of length one. Shared terms are
            computed once. Squares are written ``x * x``, not ``x**2``.
        """
        raise NotImplementedError(f"{type(self).__name__} must define evaluate().")

    def curvature(self, x: Any, y: Any) -> tuple[Any, Any, Any] | None:
        """Return the second derivatives fxx, fxy and fyy, or None: they are then those of `evaluate`."""
        return None

    def value(self, x: Any, y: Any) -> Any:
        """Return f alone, for pictures; the same bits as `evaluate`."""
        return self.evaluate(x, y)[0]


surfaces = Registry("surface", "surfaces")
