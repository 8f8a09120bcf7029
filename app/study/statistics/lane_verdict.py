"""The numbers of one lane on one task."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bootstrap import Estimate
from .evidence import Evidence
from .expected_time import expected_time
from .quantile import quantile
from .sample import INTERVAL_FROM
from .success import success_rate

__all__ = ["LaneVerdict", "lane_verdict"]


@dataclass(frozen=True, slots=True)
class LaneVerdict:
    """The numbers of one lane.

    Parameters
    ----------
    name : str
        As the lane is called, not made safe.
    successes, runs, diverged : int
    rate : Estimate or None
        The success rate with Wilson's interval; None with too few runs for one.
    median, low, high : float
        Time to the target with quartiles; infinite where misses are that many.
    expected : float
        The expected running time (ERT).
    expected_interval : Estimate or None
        None with too few runs.
    default : bool
        Whether the lane ran as it comes: nobody chose a value for it.
    """

    name: str
    successes: int
    runs: int
    diverged: int
    rate: Estimate | None
    median: float
    low: float
    high: float
    expected: float
    expected_interval: Estimate | None
    default: bool = False


def lane_verdict(evidence: Evidence, unit: str, lane: int, runs: int) -> LaneVerdict:
    """Return the numbers of a lane, with intervals if so many runs are independent of each other."""
    times, spent = evidence.times[unit][lane], evidence.spent[unit][lane]
    low, median, high = (float(value) for value in quantile(times, (0.25, 0.5, 0.75)))
    successes = int(np.isfinite(times).sum())
    expected = expected_time(times, spent)
    enough = runs >= INTERVAL_FROM
    return LaneVerdict(
        name=evidence.lanes[lane],
        successes=successes,
        runs=len(times),
        diverged=evidence.diverged[lane] if evidence.diverged else 0,
        rate=success_rate(successes, len(times)) if enough else None,
        median=median,
        low=low,
        high=high,
        expected=expected.value,
        expected_interval=expected if enough else None,
        default=not any(evidence.trials) and evidence.lanes[lane] in evidence.defaults,
    )
