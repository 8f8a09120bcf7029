"""What a quantity is: a number per step and run, recorded or derived from what was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import numpy.typing as npt

from .history import LaneHistory
from .problem import DataProblem, Problem
from .registry import Registry

if TYPE_CHECKING:
    from .meter import Meter
    from .optimizer import Optimizer

__all__ = ["EvaluatedQuantity", "MeasuredQuantity", "Quantity", "quantities"]

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
    cost : float
        What one value takes, in gradients of the whole training set (on a surface: of the function).
    cadence : {'step', 'evaluation'}
        How often there is a value: at each step, or when whole sets are evaluated (on a surface: at up to 501
        steps).
    asked : bool
        Whether it is recorded only in studies that ask for it.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    symbol: ClassVar[str] = ""
    unit: ClassVar[str] = ""
    description: ClassVar[str] = ""
    scale: ClassVar[Literal["log", "linear"]] = "log"
    better: ClassVar[str] = "lower"
    rank: ClassVar[int] = 1000
    cost: ClassVar[float] = 0.0
    cadence: ClassVar[Literal["step", "evaluation"]] = "step"
    asked: ClassVar[bool] = False

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
    cost = 0.4
    cadence = "evaluation"

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


class MeasuredQuantity(Quantity):
    """A number that a study asks for by name; it is measured without being counted as an evaluation.

    Attributes
    ----------
    looks_back : bool
        Whether it is about the last step, and so undefined at the start.
    data_only : bool
        Whether no surface has it.
    reference : str
        The quantity that is drawn beside it, and recorded with it; empty for none.
    """

    cadence = "evaluation"
    asked = True
    looks_back: ClassVar[bool] = False
    data_only: ClassVar[bool] = False
    reference: ClassVar[str] = ""

    def available(self, problem: Problem) -> bool:
        """Return whether this kind of problem has it."""
        return not self.data_only or isinstance(problem, DataProblem)

    def fits(self, optimizer: type[Optimizer]) -> bool:
        """Return whether a lane of this optimizer has it."""
        return True

    def measure(self, meter: Meter) -> Floats:
        """Return the value of each run now, shape (runs,)."""
        raise NotImplementedError(f"{type(self).__name__} must define measure().")

    def length(self, history: LaneHistory) -> int:
        """Return the number of values published; 0 where nobody asked for it."""
        return history.measured_length if self.name in history.measured else 0

    def steps(self, history: LaneHistory, first: int, last: int) -> Integers:
        """Return the steps at which it was measured."""
        return history.plan.measure_at[first:last]

    def rows_until(self, history: LaneHistory, step: int) -> int:
        """Return the number of values measured up to a step."""
        return min(self.length(history), int(np.searchsorted(history.plan.measure_at, step, side="right")))

    def values(self, history: LaneHistory, problem: Problem, first: int, last: int) -> Floats:
        """Return the measured rows."""
        if self.name not in history.measured:
            return np.zeros((0, history.plan.runs))
        return history.measured[self.name][first:last]


quantities = Registry("quantity", "quantities")
