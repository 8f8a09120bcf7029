"""What a filter is: something around the step that is not the method, such as clipping or averaging."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from .arrays import Order, allocate
from .parameter import Parameter, check_values
from .registry import Registry

__all__ = ["Average", "Filter", "filters"]

Floats = npt.NDArray[np.float64]
filters: Registry[Filter]


class Filter:
    """Base class: a subclass in ``filters/`` is one filter, and registers itself.

    Its parameters become attributes. A lane's filters work one after the other in the order of the lane.

    Attributes
    ----------
    name, title : str
        The name in files and on the command line; the name on the screen.
    aliases : tuple of str
        Other names that are understood.
    formula : str
        What it does, as HTML.
    description, reference : str
    parameters : tuple of Parameter
        The first is the one that ``clip_norm=1`` on the command line sets.
    stage : {'batches', 'gradient', 'weights', 'average'}
        Where it works: on the mini-batches of a step (what is declared is all there is; the oracle does it),
        on the gradient before the update, on the weights before the update, or on the point at which the
        lane is measured and drawn (see `Average`). A lane has at most one of 'batches' and of 'average'.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    aliases: ClassVar[tuple[str, ...]] = ()
    formula: ClassVar[str] = ""
    description: ClassVar[str] = ""
    reference: ClassVar[str] = ""
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    rank: ClassVar[int] = 1000
    stage: ClassVar[Literal["batches", "gradient", "weights", "average"]] = "gradient"

    def __init_subclass__(cls) -> None:
        if cls.name:
            filters.add(cls.name, cls, cls.aliases)

    def __init__(
        self,
        params: int,
        values: Mapping[str, Any] | None = None,
        order: Order = "C",
        seeds: Sequence[int] = (0,),
        total: int = 1,
    ) -> None:
        """Allocate everything; nothing is allocated per step.

        Parameters
        ----------
        params : int
        values : mapping
            Parameters by name; defaults for those not named.
        order : {'C', 'F'}
            Memory order of all arrays, the same as of theta.
        seeds : sequence of int
            One run for each.
        total : int
            Steps of the race.

        Raises
        ------
        InputError
        """
        self.seeds = tuple(seeds)
        self.total = total
        self.shape = (len(self.seeds), params, order)
        for name, value in check_values(f"filter {self.name}", self.parameters, values or {}).items():
            setattr(self, name, value)
        self.start()

    def start(self) -> None:
        """Allocate, and compute what depends on parameters and shapes alone; called once."""

    def draw(self) -> None:
        """Move on to the next sample, if it draws any; called once before each update."""

    def apply(self, theta: Floats, grad: Floats, lr: Floats) -> None:
        """Change the gradient or the weights in place, before an update.

        One that works on the gradient is also given those that a method asks for within its step.

        Parameters
        ----------
        theta, grad : ndarray, shape (runs, params)
        lr : ndarray
            The learning rate of this step, broadcasting against them.
        """
        raise NotImplementedError(f"{type(self).__name__} must define apply().")


class Average(Filter):
    """Base class of those that average the points that a method visits.

    Attributes
    ----------
    point : ndarray, shape (runs, params)
        The average, at which the lane is measured and drawn.
    """

    stage = "average"

    def start(self) -> None:
        """Allocate."""
        self.point = allocate(*self.shape)
        self.scratch = allocate(*self.shape)

    def follow(self, source: Floats, step: int) -> None:
        """Take in the point after an update; ``step`` updates are done."""
        raise NotImplementedError(f"{type(self).__name__} must define follow().")


filters = Registry("filter", "filters")
