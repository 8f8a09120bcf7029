"""The paths of one lane in the plane of two quantities: a run's, or that of the middle of many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt

from ...engine.history import LaneHistory
from ...engine.problem import Problem
from ...engine.quantity import Quantity
from ...study.common_step import CommonSteps
from .limits import Extent
from .portrait_path import PortraitPath
from .scale import Scale
from .series import Series
from .spread import Spread

__all__ = ["PortraitLane"]

Floats = npt.NDArray[np.float64]


class PortraitLane:
    """One lane's quantity against another.

    Parameters
    ----------
    history : LaneHistory
    problem : Problem
    x, y : Quantity
    scale_x, scale_y : Scale
    smoothing : float
        Of both.
    spread : Spread

    Attributes
    ----------
    main : Series
        Of y.
    pairs : int
        How many are taken in.
    singles, runs : list of PortraitPath
        Single runs beside the path of the middle, and what is drawn before them: the middle, or every run.
    """

    def __init__(
        self, history: LaneHistory, problem: Problem, x: Quantity, y: Quantity, scale_x: Scale,
        scale_y: Scale, smoothing: float, spread: Spread,
    ) -> None:  # fmt: skip
        self.history = history
        self._problem = problem
        self._x, self._y = x, y
        self.steps = CommonSteps(history, x, y)
        self.main = Series(history, problem, y, smoothing, spread)
        self._across = Series(history, problem, x, smoothing, spread)
        self._raw = None
        if smoothing and not self.main.band:
            self._raw = Series(history, problem, x), Series(history, problem, y)
        self.pairs = 0

        def path(x: Callable[[], Floats], y: Callable[[], Floats]) -> PortraitPath:
            return PortraitPath(x, y, self.steps, scale_x, scale_y)

        across, up = self._across, self.main
        count = 1 if up.band else up.runs
        self.runs = [path(partial(across.curve, run), partial(up.curve, run)) for run in range(count)]
        self.singles = [
            path(partial(across.single, run), partial(up.single, run)) for run in range(up.singles)
        ]
        self.raw = (
            [path(partial(self._raw[0].curve, run), partial(self._raw[1].curve, run)) for run in range(count)]
            if self._raw is not None
            else []
        )

    def extend(self, step: int, most: int) -> int:
        """Take in what is published up to a step, at most so many pairs; return how many that were."""
        pairs = min(self.steps.until(step), self.pairs + most)
        new = pairs - self.pairs
        if new <= 0:
            return 0
        self.pairs = pairs
        for x, y in ((self._across, self.main), *([self._raw] if self._raw is not None else [])):
            for series, rows in zip((x, y), self.steps.rows(pairs), strict=True):
                series.extend(rows)
        for paths in (self.runs, self.singles, self.raw):
            for run, path in enumerate(paths):
                path.extend(min(pairs, self._end(run, paths)))
        return new

    def _end(self, run: int, paths: list[PortraitPath]) -> int:
        """Return how many pairs a run has until it has diverged; the middle of many goes on."""
        at = -1 if paths is self.runs and self.main.band else int(self.history.diverged_at[run])
        return self.pairs if at < 0 else self.steps.until(at)

    def until(self, step: int) -> int:
        """Return how many of the pairs at hand have at most this step."""
        return min(self.pairs, self.steps.until(step))

    def hidden(self) -> int:
        """Return how many points have no place."""
        return sum(path.count_hidden() for path in self.runs)

    def extent(self, axis: int, usual: bool) -> Extent:
        """Return what it would like to show along x (0) or y (1)."""
        out = self.history.diverged_at >= 0
        diverged = bool(out.mean() > 0.5 if self.main.band else out.any())
        # Single points of a raw path are noise: what it keeps to mostly is enough.
        wanted = [path.reach(axis, usual) for path in self.runs]
        values = np.concatenate([*wanted, *(path.reach(axis, usual=True) for path in self.raw)])
        return Extent(values, self.runs[0].first()[axis], diverged)

    def exact(self, pair: int) -> tuple[Floats, Floats]:
        """Return x and y of a pair as recorded, each of shape (runs,)."""
        x, y = (rows - 1 for rows in self.steps.rows(pair + 1))
        with np.errstate(all="ignore"):
            return (
                np.asarray(self._x.values(self.history, self._problem, x, x + 1)[0]),
                np.asarray(self._y.values(self.history, self._problem, y, y + 1)[0]),
            )
