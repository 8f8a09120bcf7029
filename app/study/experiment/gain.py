"""What tuning came to, lane by lane: trials, the choice, and default and choice on fresh seeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..spec import DataSpec, Study
from ..statistics.best_of import best_of
from ..statistics.median_band import median_band
from .columns import Columns
from .kind import Done
from .measure import lowest_of
from .space import DEFAULT, search_space, trial_settings
from .spec import Axis, TuneSpec
from .table import result_rows
from .tuning import FRESH, SCREEN, TRIAL, chosen_cell, judged

__all__ = ["Fresh", "TunedLane", "best_of_curve", "tuned_lanes"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-15


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """What a setting came to on fresh seeds.

    Parameters
    ----------
    losses : ndarray, shape (seeds,)
        On data of the test part, on a surface the height above the lowest value, if that is known; infinite
        for a run that diverged.
    accuracy : ndarray, shape (seeds,), or None
        On the test part.
    """

    losses: Floats
    accuracy: Floats | None

    @property
    def band(self) -> tuple[float, float, float]:
        """Return median and quartiles of the loss."""
        found = median_band(self.losses)
        return found.value, found.low, found.high


@dataclass(frozen=True, slots=True, eq=False)
class TunedLane:
    """One lane of a tuning.

    Parameters
    ----------
    lane : int
    space : tuple of Axis
        Empty for an optimizer that has nothing to tune.
    trials : ndarray, shape (n,)
        What each trial that has been run was judged by, in their order; infinite if it diverged.
    ended : int
        How many of them the median rule has ended; they count with the best that they had.
    chosen : int
        The setting that was chosen so far; 0 is the default.
    values : dict
        What it sets.
    default, tuned : Fresh or None
        On fresh seeds, as soon as they were run. Equal if the default was not tuned.
    """

    lane: int
    space: tuple[Axis, ...]
    trials: Floats
    ended: int
    chosen: int
    values: dict[str, Any]
    default: Fresh | None
    tuned: Fresh | None

    @property
    def is_tuned(self) -> bool:
        """Return whether there is a choice, and it was run on fresh seeds."""
        return self.chosen != DEFAULT and self.tuned is not None

    @property
    def gain(self) -> float | None:
        """Return how many times lower the median loss is with the chosen setting; None if not known."""
        if self.default is None or self.tuned is None or self.chosen == DEFAULT:
            return None
        before, after = self.default.band[0], self.tuned.band[0]
        if not np.isfinite(after):
            return None if not np.isfinite(before) else 0.0
        return float(before / after) if after > 0.0 and before >= 0.0 else None


def tuned_lanes(study: Study, done: Done) -> list[TunedLane]:
    """Return what is known of each lane.

    Parameters
    ----------
    study : Study
        With a tuning.
    done : sequence of (Block, Columns)
        In the order of the plan.
    """
    spec = study.experiment
    assert isinstance(spec, TuneSpec)
    rows = result_rows(done) if len(done) else {}
    found = []
    for lane in range(len(study.lanes)):
        trials, screened = rows.get((0, lane, TRIAL)), rows.get((0, lane, SCREEN))
        known, ended = _trials(study, spec, trials, screened)
        chosen = DEFAULT if trials is None else chosen_cell(study, spec, trials)
        values = trial_settings(study, 0, lane).values(chosen) if chosen != DEFAULT else {}
        fresh = rows.get((0, lane, FRESH))
        default = None if fresh is None else _fresh(study, fresh, DEFAULT)
        tuned = None if fresh is None else _fresh(study, fresh, chosen)
        space = tuple(search_space(study.lanes[lane], spec.axes, lane))
        found.append(TunedLane(lane, space, known, ended, chosen, values, default, tuned))
    return found


def _trials(
    study: Study, spec: TuneSpec, trials: Columns | None, screened: Columns | None
) -> tuple[Floats, int]:
    """Return the median of each trial in their order, and how many were ended early."""
    known = {} if trials is None else _medians(trials["cell"], judged(study, spec, trials))
    known.pop(DEFAULT, None)
    early = {} if screened is None else _medians(screened["cell"], screened["screen_best"])
    whole = {**early, **known}
    return np.array([whole[cell] for cell in sorted(whole)]), len(set(early) - set(known))


def _medians(cells: npt.NDArray[Any], values: Floats) -> dict[int, float]:
    found = {}
    for cell in np.unique(cells).tolist():
        own = np.sort(values[cells == cell])
        found[int(cell)] = float(own[len(own) // 2])  # as `tuning.chosen_cell` does
    return found


def _fresh(study: Study, columns: Columns, cell: int) -> Fresh | None:
    own = columns["cell"] == cell
    if not own.any():
        return None
    diverged = columns["diverged_at"][own] >= 0
    if isinstance(study.problem, DataSpec) and "test_loss" in columns:
        losses = np.array(columns["test_loss"][own], dtype=np.float64)
        accuracy = columns.get("test_accuracy")
        scores = None if accuracy is None else np.array(accuracy[own], dtype=np.float64)
        scores = None if scores is None or np.isnan(scores).all() else scores
        return Fresh(np.where(diverged | np.isnan(losses), np.inf, losses), scores)
    losses = np.array(columns["final"][own], dtype=np.float64)
    lowest = lowest_of(study)
    if lowest is not None:
        losses = np.maximum(losses - lowest, _LEAST)
    return Fresh(losses, None)


def best_of_curve(lane: TunedLane, lowest: float | None) -> Floats | None:
    """Return what the best of n trials is expected to be, with its 95 % interval.

    Losses differ by powers of ten, so it is the expectation of their logarithm. A trial that diverged counts
    as the worst of those that did not.

    Parameters
    ----------
    lane : TunedLane
    lowest : float, optional
        Of the surface; losses count as the height above it.

    Returns
    -------
    ndarray, shape (3, trials), or None
        Expectation, lower and upper end; None before the third trial, or if losses have no logarithm.
    """
    values = lane.trials if lowest is None else np.maximum(lane.trials - lowest, _LEAST)
    finite = values[np.isfinite(values)]
    if len(values) < 3 or not len(finite) or finite.min() <= 0.0:
        return None
    logs = np.log10(np.where(np.isfinite(values), values, finite.max()))
    return np.asarray(10.0 ** best_of(logs, resamples=1000))
