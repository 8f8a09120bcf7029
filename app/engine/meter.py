"""What is measured on the way for those who ask for it: the record sees it, the lane does not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .history import LaneHistory
from .optimizer import Optimizer
from .oracle import Oracle
from .problem import Problem
from .quantity import MeasuredQuantity, quantities

__all__ = ["Meter", "quantile", "weight_rates"]

Floats = npt.NDArray[np.float64]


class Meter:
    """Fills the measured columns of a lane, and is what its quantities may look at.

    Parameters
    ----------
    problem : SurfaceProblem or DataProblem
    optimizer : Optimizer
    history : LaneHistory
        Whose plan names the quantities and the steps.
    point, gradient : ndarray, shape (runs, params)
        Where the lane is measured, and the gradient there that is recorded; both change in place.

    Attributes
    ----------
    before, slope : ndarray, shape (runs, params)
        Point and gradient before the last step; NaN at the start.
    """

    def __init__(
        self, problem: Problem, optimizer: Optimizer, history: LaneHistory, point: Floats, gradient: Floats
    ) -> None:
        self.problem = problem
        self.optimizer = optimizer
        self.history = history
        self.point = point
        self._gradient = gradient
        self._chosen: list[MeasuredQuantity] = []
        for name in history.plan.measured:
            kind = quantities[name]
            assert issubclass(kind, MeasuredQuantity)
            self._chosen.append(kind())
        self._looks_back = any(quantity.looks_back for quantity in self._chosen)
        self.before = np.full_like(point, np.nan)
        self.slope = np.full_like(point, np.nan)
        self._whole: Oracle | None = None

    @property
    def update(self) -> Floats:
        """The last step, shape (runs, params)."""
        return np.asarray(self.point - self.before)

    @property
    def lr(self) -> Floats:
        """The learning rate of the last step, of the first one at the start, shape (runs,)."""
        lr = getattr(self.optimizer, "lr", None)
        found = np.full(len(self.point), np.nan)
        if lr is not None:
            found[:] = lr if lr.ndim == 0 else lr[:, 0]
        return found

    @property
    def whole(self) -> Oracle:
        """Gradients of the whole training set, or of the surface without noise, that nobody counts."""
        if self._whole is None:
            self._whole = self.problem.whole()
        return self._whole

    def stop(self, step: int, to: int) -> int:
        """Return how far a lane may go from a step: to the next measurement, or to the step before it."""
        plan, row = self.history.plan, self.history.measured_length
        if row >= len(plan.measure_at):
            return to
        due = int(plan.measure_at[row])
        if not self._looks_back:
            return min(to, due)
        if step + 1 < due:
            return min(to, due - 1)
        np.copyto(self.before, self.point)
        np.copyto(self.slope, self._gradient)
        return min(to, due)

    def measure(self, step: int) -> None:
        """Write a row, if one is due at this step, and publish it."""
        history, row = self.history, self.history.measured_length
        if row < len(history.plan.measure_at) and history.plan.measure_at[row] == step:
            for quantity in self._chosen:
                history.measured[quantity.name][row] = quantity.measure(self)
            history.lengths[3] = row + 1


def weight_rates(meter: Meter, share: float) -> Floats:
    """Return a quantile over the weights with a gradient of |step|/|gradient|, shape (runs,)."""
    rates, slope = np.full_like(meter.slope, np.nan), np.abs(meter.slope)
    np.divide(np.abs(meter.update), slope, out=rates, where=slope > 0.0)
    return quantile(rates, share)


def quantile(values: Floats, share: float) -> Floats:
    """Return a quantile of the finite numbers of each row, shape (runs,); NaN where there are none."""
    ordered = np.sort(values, axis=1)  # what is not finite comes last
    count = np.isfinite(ordered).sum(axis=1)
    place = share * np.maximum(count - 1, 0)
    below = place.astype(np.int64)
    rows = np.arange(len(values))
    low = ordered[rows, below]
    high = ordered[rows, np.minimum(below + 1, np.maximum(count - 1, 0))]
    return np.where(count > 0, low + (place - below) * (high - low), np.nan)
