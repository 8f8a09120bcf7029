"""The curves of one lane: rows of a quantity, places on the x axis, and which of them to draw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ...engine.problem import Problem
from ...engine.quantity import Quantity
from .clock import Clock
from .decimate import ColumnExtremes, row_before
from .scale import Scale
from .series import Series
from .spread import Spread

__all__ = ["LaneCurves"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_BLOCK, _MOST = 256, 512
_USUAL = (2.0, 98.0)


class LaneCurves:
    """One lane's quantity against one clock.

    Parameters
    ----------
    history : LaneHistory
    problem : Problem
    quantity : Quantity
    x : str
        A clock of `axis.X_AXES`.
    log_x, log_y : bool
    smoothing : float
    spread : Spread
    clock : Clock, optional
        One that lanes share; its own by default.

    Attributes
    ----------
    main : Series
        Smoothed, if that is asked for.
    raw : Series or None
        As recorded, while `main` is smoothed and there is no band.
    """

    def __init__(
        self,
        history: LaneHistory,
        problem: Problem,
        quantity: Quantity,
        x: str,
        log_x: bool,
        log_y: bool,
        smoothing: float,
        spread: Spread = Spread(),  # noqa: B008 (frozen)
        clock: Clock | None = None,
    ) -> None:
        self.history = history
        self.quantity = quantity
        self._problem = problem
        self.scale_x, self.scale_y = Scale(log_x), Scale(log_y)
        self.main = Series(history, problem, quantity, smoothing, spread)
        self.raw = Series(history, problem, quantity) if smoothing and not self.main.band else None
        self._extremes: dict[str, ColumnExtremes] = {}
        self._clock = clock or Clock(history, quantity, x, self.scale_x)
        self._places = np.zeros(0)
        self.rows = 0
        self.hidden = 0
        self._blocks = np.zeros((2, 0))

    def extend(self, step: int) -> None:
        """Take in what is published up to a step."""
        rows = self.quantity.rows_until(self.history, step)
        if rows <= self.rows:
            return
        first, self.rows = self.rows, rows
        self.main.extend(rows)
        if self.raw is not None:
            self.raw.extend(rows)
        self._places = self._clock.until(rows)
        self.hidden += self._count_hidden(first, rows)
        self._summarise(first, rows)

    def _count_hidden(self, first: int, rows: int) -> int:
        """Return how many points of some rows have no place on the y axis, not counting what diverged."""
        found = 0
        for run in range(1 if self.main.band else self.main.runs):
            diverged = int(
                self.history.diverged_at.max() if self.main.band else self.history.diverged_at[run]
            )
            last = rows if diverged < 0 else min(rows, self.quantity.rows_until(self.history, diverged - 1))
            values = self.main.curve(run)[first:last]
            found += int(self.scale_y.hidden(values).sum())
            # The start has no step before it: where a quantity is undefined there, nothing is missing.
            found -= first == 0 and last > 0 and bool(np.isnan(values[0]))
        return found

    @property
    def summary(self) -> Floats:
        """Return the lowest and highest drawable values of blocks of rows, in no order."""
        if self.raw is None:
            return self._blocks.ravel()
        # Single points of a raw curve are noise: what they reach most of the time is enough.
        sample = self.raw.curve(0)[:: max(self.rows // 1000, 1)]
        sample = sample[~self.scale_y.hidden(sample)]
        usual = np.percentile(sample, (10, 90)) if len(sample) else []
        return np.concatenate([self._blocks.ravel(), usual])

    @property
    def usual(self) -> Floats:
        """Return what the curves reach 96 % of the time: the ends of that range, for each run."""
        found = [np.zeros(0)]
        for run in range(1 if self.main.band else self.main.runs):
            sample = self.main.curve(run)[:: max(self.rows // 1000, 1)]
            sample = sample[~self.scale_y.hidden(sample)]
            found.append(np.percentile(sample, _USUAL) if len(sample) else sample)
        return np.concatenate(found)

    def _summarise(self, first: int, rows: int) -> None:
        """Keep the extremes of the new rows, and of fewer and larger blocks as there are more."""
        starts = np.arange(first, rows, _BLOCK) - first
        found = []
        parts = [self.main.low, self.main.high] if self.main.band else []
        parts += [self.main.curve(run) for run in range(1 if self.main.band else self.main.runs)]
        for values in parts:
            new = values[first:rows]
            shown = np.where(self.scale_y.hidden(new), np.nan, new)
            found.append([np.fmin.reduceat(shown, starts), np.fmax.reduceat(shown, starts)])
        self._blocks = np.concatenate([self._blocks, *(np.asarray(part) for part in found)], axis=1)
        while self._blocks.shape[1] > _MOST:
            even = self._blocks[:, : self._blocks.shape[1] // 2 * 2].reshape(2, -1, 2)
            rest = self._blocks[:, even.shape[1] * 2 :]
            merged = np.stack([np.fmin(*even[0].T), np.fmax(*even[1].T)])
            self._blocks = np.concatenate([merged, rest], axis=1)

    @property
    def places(self) -> Floats:
        """Return where the rows lie, in view coordinates."""
        return self._places

    def rows_until(self, step: int) -> int:
        """Return how many of the rows at hand have at most this step."""
        return min(self.rows, self.quantity.rows_until(self.history, step))

    def kept(self, name: str, values: Floats, low: float, high: float, width: int) -> Integers:
        """Return the rows of one curve to draw in a view."""
        extremes = self._extremes.setdefault(name, ColumnExtremes())
        return extremes.kept(self.places, values, low, high, width)

    def line(self, values: Floats, rows: Integers) -> tuple[Floats, Floats]:
        """Return rows in view coordinates."""
        return self.places[rows], self.scale_y.view(values[rows])

    def exact(self, row: int) -> Floats:
        """Return the values of a row as recorded, shape (runs,)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.quantity.values(self.history, self._problem, row, row + 1)[0])

    def row_at(self, x: float) -> int:
        """Return the row whose place is nearest to a view coordinate, or -1 if there is none."""
        spots = self.places
        if not len(spots):
            return -1
        after = min(row_before(spots, x), len(spots) - 1)
        before = max(after - 1, 0)
        near = abs(spots[before] - x) if np.isfinite(spots[before]) else np.inf
        return before if near <= abs(spots[after] - x) else after

    def step_of(self, row: int) -> int:
        """Return the step of a row."""
        return int(self.quantity.steps(self.history, row, row + 1)[0])
