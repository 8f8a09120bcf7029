"""What a quantity is: a number per step and run, recorded or derived from what was recorded."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from .history import LaneHistory
from .problem import Problem
from .registry import Registry

__all__ = ["EvaluatedQuantity", "Quantity", "quantities"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
quantities: Registry[Quantity]


class Quantity:
    """Base class: a subclass in ``quantities/`` is one quantity.

    Attributes
    ----------
    name, title, symbol, unit : str
    description : str
        What it is and how to read it, for a student.
    scale : {'log', 'linear'}
        The axis that suits it.
    better : {'lower', 'higher', ''}
        Which way is good.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    symbol: ClassVar[str] = ""
    unit: ClassVar[str] = ""
    description: ClassVar[str] = ""
    scale: ClassVar[Literal["log", "linear"]] = "log"
    better: ClassVar[str] = "lower"
    rank: ClassVar[int] = 1000

    def __init_subclass__(cls) -> None:
        if cls.name:
            quantities.add(cls.name, cls)

    def available(self, problem: Problem) -> bool:
        """Return whether this problem has the quantity."""
        return True

    def length(self, history: LaneHistory) -> int:
        """Return how many rows are published."""
        return history.length

    def steps(self, history: LaneHistory, first: int, last: int) -> Integers:
        """Return the step numbers of rows first..last-1."""
        return np.arange(first, last, dtype=np.int64)

    def rows_until(self, history: LaneHistory, step: int) -> int:
        """Return the number of published rows whose step is at most ``step``."""
        return min(self.length(history), step + 1)

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return rows first..last-1, shape (last - first, runs); NaN where undefined."""
        raise NotImplementedError(f"{type(self).__name__} must define values().")


class EvaluatedQuantity(Quantity):
    """A number over a whole set of examples, computed at some steps only."""

    column: ClassVar[str] = ""

    def available(self, problem: Problem) -> bool:
        """Return whether the problem evaluates it."""
        return problem.kind == "data" and self.column in problem.evaluated  # type: ignore[union-attr]

    def length(self, history: LaneHistory) -> int:
        """Return the number of evaluations published."""
        return history.evaluated_length

    def steps(self, history: LaneHistory, first: int, last: int) -> Integers:
        """Return the steps at which the evaluations were made."""
        return history.plan.evaluate_at[first:last]

    def rows_until(self, history: LaneHistory, step: int) -> int:
        """Return the number of evaluations made up to a step."""
        return min(self.length(history), int(np.searchsorted(history.plan.evaluate_at, step, side="right")))

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the evaluated rows."""
        return history.evaluated[self.column][first:last]


quantities = Registry("quantity", "quantities")
