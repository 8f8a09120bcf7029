"""What a sweep says of one lane: each setting's median and band, the best, and how wide the range is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from ..spec import LaneSpec, Study
from ..statistics.quantile import quantile
from ..statistics.tolerance import Tolerance, working_range
from .axis import parameter_of
from .ledger import Ledger
from .measure import Measure
from .setting import Settings

__all__ = ["BAND_FROM", "RULES", "Rule", "Side", "Swept", "place_of", "swept", "tolerance_of"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Rule = Literal["tenth", "double", "target"]
Side = Literal["low", "high"]

BAND_FROM = 3
"""So many seeds, and a band is drawn."""

RULES: dict[Rule, tuple[str, str]] = {
    "target": ("reaches the target", "A value works if the median run is at the study's target."),
    "tenth": ("within 10 % of the best", "A value works if its median loss is at most 1.1 times the best."),
    "double": ("within 2 × the best", "A value works if its median loss is at most twice the best."),
}


@dataclass(frozen=True, slots=True, eq=False)
class Swept:
    """The settings of one lane.

    Parameters
    ----------
    lane : int
        In the study of the sweep.
    settings : Settings
    losses : ndarray, shape (settings, seeds)
        NaN for a run that is not there yet, infinite for one that diverged.
    middle, low, high : ndarray, shape (settings,)
        Median and quartiles of the runs that are there; NaN before the first one.
    known, failed : ndarray of int64, shape (settings,)
        How many runs are there, and how many of them diverged.
    """

    lane: int
    settings: Settings
    losses: Floats
    middle: Floats
    low: Floats
    high: Floats
    known: Integers
    failed: Integers

    @property
    def names(self) -> tuple[str, ...]:
        """Return what is varied."""
        return self.settings.names

    @property
    def best(self) -> int:
        """Return the setting with the lowest median, the first of equals; -1 if there is none."""
        found = np.where(np.isfinite(self.middle), self.middle, np.inf)
        return int(found.argmin()) if np.isfinite(found).any() else -1

    @property
    def complete(self) -> bool:
        """Return whether all runs are there."""
        return bool((self.known == self.losses.shape[1]).all())

    def values(self, name: str) -> list[Any]:
        """Return the value of a hyperparameter in each setting."""
        at = self.names.index(name)
        return [row[at] for row in self.settings.rows]

    def edges(self, lane: LaneSpec) -> list[tuple[str, Side]]:
        """Return at which ends of which axes the best setting lies; a choice has no ends.

        An axis of fewer than three values has none that is not at its end.
        """
        best = self.best
        found: list[tuple[str, Side]] = []
        for name in self.names if best >= 0 else ():
            if parameter_of(lane, name).kind not in ("real", "integer"):
                continue
            numbers = [value for value in self.values(name) if not isinstance(value, str)]
            value = self.values(name)[best]
            if isinstance(value, str) or len(set(numbers)) < 2:
                continue
            if value == min(numbers):
                found.append((name, "low"))
            elif value == max(numbers):
                found.append((name, "high"))
        return found


def swept(ledger: Ledger, study: Study, lane: int, measure: Measure) -> Swept:
    """Return what is known of one lane of a sweep."""
    settings, losses = ledger.losses(study, lane, measure)
    known = ~np.isnan(losses)
    bands = np.full((3, len(losses)), np.nan)
    for count in set(known.sum(axis=1).tolist()) - {0}:
        rows = np.flatnonzero(known.sum(axis=1) == count)
        part = np.stack([losses[row][known[row]] for row in rows])
        bands[:, rows] = quantile(part, (0.5, 0.25, 0.75))
    middle, low, high = bands
    failed = np.isposinf(losses).sum(axis=1)
    return Swept(lane, settings, losses, middle, low, high, known.sum(axis=1), failed)


def place_of(lane: LaneSpec, name: str, value: Any) -> float:
    """Return a value as a positive number on a logarithmic axis; NaN for what has no place there.

    Decays near 1 are placed by 1 - value, as they are spaced.
    """
    if isinstance(value, str | bool):
        return math.nan
    number = float(value)
    number = 1.0 - number if parameter_of(lane, name).scale == "one_minus_log" else number
    return number if number > 0.0 else math.nan


def tolerance_of(found: Swept, lane: LaneSpec, rule: Rule, target: float) -> Tolerance | None:
    """Return the range of values around the best one that works.

    Parameters
    ----------
    found : Swept
        Of one hyperparameter.
    lane : LaneSpec
    rule : {'tenth', 'double', 'target'}
    target : float
        What `rule` needs, as a loss of the measure.

    Returns
    -------
    Tolerance or None
        None where there is no such range: nothing is there yet, nothing works, or the axis has no logarithm.
    """
    if len(found.names) != 1 or found.best < 0:
        return None
    places = np.array([place_of(lane, found.names[0], value) for value in found.values(found.names[0])])
    there = np.isfinite(places) & ~np.isnan(found.middle)
    best = float(found.middle[found.best])
    if there.sum() < 2 or not there[found.best] or best <= 0.0:
        return None
    factor = {"tenth": 1.1, "double": 2.0, "target": target / best}[rule]
    if not factor >= 1.0:
        return None
    try:
        return working_range(places[there], found.middle[there], factor)
    except InputError:
        return None
