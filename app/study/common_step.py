"""Which rows of two quantities belong to the same step."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..engine.history import LaneHistory
from ..engine.quantity import Quantity

__all__ = ["CommonSteps"]

Integers = npt.NDArray[np.int64]


class CommonSteps:
    """The steps at which a lane has a value of both quantities; a pair of values has the number of its step.

    Where one of them is known at some steps only, as the loss over a whole set, the pairs are those steps.

    Parameters
    ----------
    history : LaneHistory
    x, y : Quantity
    """

    def __init__(self, history: LaneHistory, x: Quantity, y: Quantity) -> None:
        self._history, self._x, self._y = history, x, y
        most = history.plan.steps + 1
        across, up = x.steps(history, 0, most), y.steps(history, 0, most)
        self.every = len(across) == len(up) == most
        """Whether both have a value at every step, so that pair, row and step are one number."""
        self._steps = self._in_x = self._in_y = np.zeros(0, np.int64)
        if not self.every:
            self._steps, self._in_x, self._in_y = np.intersect1d(
                across, up, assume_unique=True, return_indices=True
            )

    def until(self, step: int) -> int:
        """Return how many pairs are published whose step is at most ``step``."""
        x_rows = self._x.rows_until(self._history, step)
        y_rows = self._y.rows_until(self._history, step)
        if self.every:
            return min(x_rows, y_rows)
        found = (
            np.searchsorted(self._steps, step, side="right"),
            np.searchsorted(self._in_x, x_rows),
            np.searchsorted(self._in_y, y_rows),
        )
        return int(min(found))

    def rows(self, pairs: int) -> tuple[int, int]:
        """Return how many rows of each quantity the first pairs need."""
        if self.every or not pairs:
            return pairs, pairs
        return int(self._in_x[pairs - 1]) + 1, int(self._in_y[pairs - 1]) + 1

    def x_rows(self, pairs: slice | Integers) -> slice | Integers:
        """Return the rows of x of some pairs."""
        return pairs if self.every else self._in_x[pairs]

    def y_rows(self, pairs: slice | Integers) -> slice | Integers:
        """Return the rows of y of some pairs."""
        return pairs if self.every else self._in_y[pairs]

    def step_of(self, pair: int) -> int:
        """Return the step of a pair."""
        return pair if self.every else int(self._steps[pair])
