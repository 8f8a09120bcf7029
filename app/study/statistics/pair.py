"""Two lanes on one task: which was better, in how many seeds, and whether that can be told from chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, Estimate
from .improvement import improvement, wins
from .rank_sum import rank_sum
from .sample import INTERVAL_FROM
from .signed_rank import signed_rank
from .success import success_rate

__all__ = ["ALPHA", "Pair", "compare"]

Floats = npt.NDArray[np.float64]

ALPHA = 0.05
SIGNED_RANK, RANK_SUM = "signed-rank test", "rank-sum test"
_MANY = 200  # runs: from there on fewer resamples do


@dataclass(frozen=True, slots=True)
class Pair:
    """How two lanes compare; lower is better.

    Parameters
    ----------
    first, second : int
        The lanes.
    won, lost, tied : int
        Seeds in which the first was better, worse, and neither; of independent lanes, pairs of their runs.
    probability : Estimate or None
        That a run of the first is better; None with too few runs for an interval.
    p : float or None
        Of the signed-rank test, or of the rank-sum test if lanes are independent; corrected by the caller for
        several pairs. None with too few runs.
    test : str
        Which test that is, in words.
    """

    first: int
    second: int
    won: int
    lost: int
    tied: int
    probability: Estimate | None
    p: float | None
    test: str = SIGNED_RANK

    @property
    def runs(self) -> int:
        """Return how many comparisons there are."""
        return self.won + self.lost + self.tied

    @property
    def lead(self) -> int:
        """Return 1 if the first was better more often, -1 if the second was, otherwise 0."""
        return int(np.sign(self.won - self.lost))

    @property
    def decided(self) -> bool:
        """Return whether chance is an unlikely reason: the interval is on one side, and so is the test."""
        if self.probability is None or self.probability.low <= 0.5 <= self.probability.high:
            return False
        side: Literal[1, -1] = 1 if self.probability.low > 0.5 else -1
        return side == self.lead and (self.p is None or self.p < ALPHA)

    def turned(self) -> Pair:
        """Return the same the other way round."""
        other = self.probability
        if other is not None:
            other = Estimate(1.0 - other.value, 1.0 - other.high, 1.0 - other.low, other.confidence)
        return Pair(self.second, self.first, self.lost, self.won, self.tied, other, self.p, self.test)


def compare(values: Floats, first: int, second: int, paired: bool = True, runs: int | None = None) -> Pair:
    """Compare two lanes.

    Parameters
    ----------
    values : ndarray, shape (lanes, runs)
        Lower is better; infinite for a failed run.
    first, second : int
    paired : bool
        Whether run r of both belongs together; otherwise every run of one meets every run of the other.
    runs : int, optional
        How many runs are independent of each other; all by default.
    """
    x, y = values[first], values[second]
    if paired:
        won, lost, tied = wins(x, y)
    else:
        won, lost, tied = wins(np.repeat(x, len(y)), np.tile(y, len(x)))
    test = SIGNED_RANK if paired else RANK_SUM
    if (len(x) if runs is None else runs) < INTERVAL_FROM:
        return Pair(first, second, won, lost, tied, None, None, test)
    resamples = RESAMPLES if len(x) <= _MANY else RESAMPLES // 4
    probability = improvement(x, y, paired, resamples=resamples)
    if probability.value in (0.0, 1.0):
        # To draw again what was always so shows no doubt; Wilson's interval does.
        rate = success_rate(round(probability.value * len(x)), len(x))
        probability = Estimate(probability.value, rate.low, rate.high)
    p = signed_rank(x, y).p if paired else rank_sum(x, y).p
    return Pair(first, second, won, lost, tied, probability, p, test)
