"""The rank-sum test of Mann and Whitney: whether runs of two lanes differ that are not paired."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .sample import table

__all__ = ["RankSum", "rank_sum"]

_EXACT = 50


@dataclass(frozen=True, slots=True)
class RankSum:
    """What the test says.

    Parameters
    ----------
    statistic : float
        In how many pairs of runs the first is higher, a tie counting half (Mann and Whitney's U).
    p : float
        Two-sided; 1 if all runs are equal.
    """

    statistic: float
    p: float


def rank_sum(first: npt.ArrayLike, second: npt.ArrayLike) -> RankSum:
    """Test whether runs of one lane tend to be higher than those of another.

    Parameters
    ----------
    first, second : array_like, shape (runs,)
        Infinite for a failed run: it has the highest rank, and two failures tie.

    Notes
    -----
    Mann, H. B. & Whitney, D. R. (1947), On a test of whether one of two random variables is stochastically
    larger than the other. Annals of Mathematical Statistics 18. The p-value is exact for up to 50 runs a lane
    of which no two are equal; otherwise it is the normal approximation, corrected for ties and continuity.
    """
    from scipy.stats import mannwhitneyu

    x, y = table(first, "first").ravel(), table(second, "second").ravel()
    both = np.concatenate([x, y])
    distinct = len(np.unique(both))
    if distinct == 1:
        return RankSum(0.5 * len(x) * len(y), 1.0)
    exact = distinct == len(both) and max(len(x), len(y)) <= _EXACT
    found = mannwhitneyu(x, y, method="exact" if exact else "asymptotic")
    return RankSum(float(found.statistic), float(found.pvalue))
