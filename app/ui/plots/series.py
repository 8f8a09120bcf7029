"""One quantity of one lane, as rows to draw: each run, or the median and the middle half of many runs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ...engine.problem import Problem
from ...engine.quantity import Quantity
from .smooth import Ema

__all__ = ["BAND_FROM", "Series"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

BAND_FROM = 3


class Series:
    """Append-only columns, derived from a history once per row.

    Parameters
    ----------
    history : LaneHistory
    problem : Problem
    quantity : Quantity
    smoothing : float
        From 0 to 0.99; applied to each run before anything else.

    Attributes
    ----------
    rows : int
        How many are ready.
    runs : int
    band : bool
        True with three or more runs: `curve` is the median, `low` and `high` the quartiles.
    """

    def __init__(
        self, history: LaneHistory, problem: Problem, quantity: Quantity, smoothing: float = 0.0
    ) -> None:
        self.history = history
        self.quantity = quantity
        self._problem = problem
        self.runs = history.plan.runs
        self.band = self.runs >= BAND_FROM
        self._ema = Ema(smoothing, self.runs) if smoothing else None
        self.rows = 0
        self._table = np.zeros((3 if self.band else self.runs, 0))

    def extend(self, rows: int) -> None:
        """Make rows ready up to a count."""
        first = self.rows
        if rows <= first:
            return
        if rows > self._table.shape[1]:
            table = np.empty((len(self._table), max(rows, 2 * self._table.shape[1], 1024)))
            table[:, :first] = self._table[:, :first]
            self._table = table
        with np.errstate(all="ignore"):
            values = self.quantity.values(self.history, self._problem, first, rows)
            if self._ema:
                values = self._ema.extend(values)
            self._table[:, first:rows] = self._quartiles(values) if self.band else values.T
        self.rows = rows

    def curve(self, run: int = 0) -> Floats:
        """Return the median, or one run's rows."""
        return self._table[0 if self.band else run, : self.rows]

    @property
    def low(self) -> Floats:
        """Return the lower quartile; only if there is a `band`."""
        return self._table[1, : self.rows]

    @property
    def high(self) -> Floats:
        """Return the upper quartile; only if there is a `band`."""
        return self._table[2, : self.rows]

    def steps(self, first: int, last: int) -> Integers:
        """Return the step numbers of rows first..last-1."""
        return self.quantity.steps(self.history, first, last)

    def _quartiles(self, values: Floats) -> Floats:
        """Return median, lower and upper quartile of each row, shape (3, rows); NaN counts as the worst."""
        worst = -np.inf if self.quantity.better == "higher" else np.inf
        ordered = np.sort(np.where(np.isnan(values), worst, values), axis=1)
        last = ordered.shape[1] - 1
        found = np.empty((3, len(values)))
        for index, share in enumerate((0.5, 0.25, 0.75)):
            at = share * last
            below, part = int(at), at - int(at)
            low, high = ordered[:, below], ordered[:, min(below + 1, last)]
            found[index] = low if part == 0.0 else low + part * (high - low)
        found[~np.isfinite(found)] = np.nan
        return found
