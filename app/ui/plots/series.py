"""One quantity of one lane, as rows to draw: each run, or what many runs are in the middle and around it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ...engine.problem import Problem
from ...engine.quantity import Quantity
from ...study.statistics.mean_band import MeanBand
from ...study.statistics.sample import INTERVAL_FROM
from .smooth import Ema
from .spread import BAND_FROM, SINGLES, Spread

__all__ = ["BAND_FROM", "Series"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_RESAMPLES = 400  # of the mean: a curve has thousands of rows


class Series:
    """Append-only columns, derived from a history once per row; what is drawn as recorded is not copied.

    Parameters
    ----------
    history : LaneHistory
    problem : Problem
    quantity : Quantity
    smoothing : float
        From 0 to 0.99; applied to each run before anything else.
    spread : Spread
        What many runs become.

    Attributes
    ----------
    rows : int
        How many are ready.
    runs : int
    band : bool
        True with three or more runs: `curve` is their median or mean, `low` and `high` are around it (NaN
        where so few runs have no interval).
    singles : int
        How many single runs there are besides.
    """

    def __init__(
        self,
        history: LaneHistory,
        problem: Problem,
        quantity: Quantity,
        smoothing: float = 0.0,
        spread: Spread = Spread(),  # noqa: B008 (frozen)
    ) -> None:
        self.history = history
        self.quantity = quantity
        self._problem = problem
        self.runs = history.plan.runs
        self.band = self.runs >= BAND_FROM
        self._ema = Ema(smoothing, self.runs) if smoothing else None
        self.rows = 0
        self.singles = min(self.runs, SINGLES) if self.band and spread.singles else 0
        self._is_mean = spread.kind == "mean"
        self._mean: MeanBand | None = None
        if self.band and self._is_mean and self.runs >= INTERVAL_FROM:
            self._mean = MeanBand(self.runs, resamples=_RESAMPLES)
        self._recorded: Floats | None = None
        self._table = np.zeros((3 + self.singles if self.band else self.runs, 0))

    def extend(self, rows: int) -> None:
        """Make rows ready up to a count."""
        first = self.rows
        if rows <= first:
            return
        if self._is_recorded(rows):
            self.rows = rows
            return
        if rows > self._table.shape[1]:
            table = np.empty((len(self._table), max(rows, 2 * self._table.shape[1], 1024)))
            table[:, :first] = self._table[:, :first]
            self._table = table
        with np.errstate(all="ignore"):
            values = self.quantity.values(self.history, self._problem, first, rows)
            if self._ema:
                values = self._ema.extend(values)
            if self.band:
                summed = self._means(values, first, rows) if self._is_mean else self._quartiles(values)
                self._table[:3, first:rows] = summed
                self._table[3:, first:rows] = values[:, : self.singles].T
            else:
                self._table[:, first:rows] = values.T
        self.rows = rows

    def _is_recorded(self, rows: int) -> bool:
        """Note the rows as they lie in the history, if that is what is drawn."""
        if self.band or self._ema:
            return False
        with np.errstate(all="ignore"):
            found = self.quantity.values(self.history, self._problem, 0, 1)
            if not any(np.may_share_memory(found, column) for column in self.history.numbers()):
                return False
            self._recorded = self.quantity.values(self.history, self._problem, 0, rows)
        return True

    def curve(self, run: int = 0) -> Floats:
        """Return the median (or mean), or one run's rows where there is no band."""
        if self._recorded is not None:
            return self._recorded[:, run]
        return self._table[0 if self.band else run, : self.rows]

    def single(self, run: int) -> Floats:
        """Return one run's rows beside a band; only for the first `singles`."""
        return self._table[3 + run, : self.rows]

    @property
    def low(self) -> Floats:
        """Return the lower edge; only if there is a `band`."""
        return self._table[1, : self.rows]

    @property
    def high(self) -> Floats:
        """Return the upper edge; only if there is a `band`."""
        return self._table[2, : self.rows]

    def steps(self, first: int, last: int) -> Integers:
        """Return the step numbers of rows first..last-1."""
        return self.quantity.steps(self.history, first, last)

    def _means(self, values: Floats, first: int, rows: int) -> Floats:
        """Return mean and interval of each row, shape (3, rows); NaN from where a run has diverged."""
        out = self.history.diverged_at
        if (out >= 0).any():
            steps = self.steps(first, rows)[:, None]
            values = np.where((out >= 0) & (steps >= out), np.nan, values)
        if self._mean is not None:
            return self._mean.of(values)
        found = np.full((3, len(values)), np.nan)
        found[0] = np.where(np.isfinite(values).all(axis=1), values.mean(axis=1), np.nan)
        return found

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
