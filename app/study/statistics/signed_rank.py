"""Wilcoxon's signed-rank test of paired runs, and Holm's correction for several of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .difference import differences

__all__ = ["SignedRank", "holm", "signed_rank"]

Floats = npt.NDArray[np.float64]

_EXACT = 50


@dataclass(frozen=True, slots=True)
class SignedRank:
    """What the test says.

    Parameters
    ----------
    statistic : float
        The smaller sum of ranks.
    p : float
        Two-sided; 1 if no pair differs.
    pairs : int
        How many pairs differ; the others are left out, as Wilcoxon did.
    """

    statistic: float
    p: float
    pairs: int


def signed_rank(first: npt.ArrayLike, second: npt.ArrayLike) -> SignedRank:
    """Test whether paired runs differ.

    Parameters
    ----------
    first, second : array_like, shape (runs,)
        Infinite for a failed run: such a difference has the highest rank.

    Notes
    -----
    Wilcoxon, F. (1945), Individual comparisons by ranking methods. Biometrics Bulletin 1. The p-value is
    exact for up to 50 pairs that differ.
    """
    from scipy.stats import wilcoxon

    apart = differences(first, second).ravel()
    apart = apart[apart != 0.0]
    if not len(apart):
        return SignedRank(0.0, 1.0, 0)
    # Only ranks count: any number beyond all others stands for infinity.
    known = np.abs(apart[np.isfinite(apart)])
    beyond = 2.0 * float(known.max(initial=0.5)) + 1.0
    apart = np.where(np.isfinite(apart), apart, np.copysign(beyond, apart))
    if len(apart) <= _EXACT and len(np.unique(np.abs(apart))) < len(apart):
        return _tied(apart)
    found = wilcoxon(apart)
    return SignedRank(float(found.statistic), float(found.pvalue), len(apart))


def _tied(apart: Floats) -> SignedRank:
    """Test differences of which some have the same size, exactly.

    SciPy goes through all signs in Python for that, a second for twelve pairs, and approximates from fourteen
    on. Here the ways to each sum of ranks are counted up, rank by rank.
    """
    from scipy.stats import rankdata

    doubled = np.rint(2.0 * rankdata(np.abs(apart))).astype(np.int64)
    ways = np.zeros(int(doubled.sum()) + 1)
    ways[0] = 1.0
    for rank in doubled:
        ways[rank:] += ways[: len(ways) - rank].copy()
    plus = int(doubled[apart > 0].sum())
    smaller = min(plus, len(ways) - 1 - plus)
    p = 2.0 * ways[: smaller + 1].sum() / ways.sum()
    return SignedRank(smaller / 2.0, min(float(p), 1.0), len(apart))


def holm(p: npt.ArrayLike) -> Floats:
    """Return p-values for as many tests together, in the order given.

    Notes
    -----
    Holm, S. (1979), A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics 6.
    """
    found = np.asarray(p, dtype=np.float64)
    order = np.argsort(found, kind="stable")
    factors = len(found) - np.arange(len(found))
    raised = np.minimum(np.maximum.accumulate(found[order] * factors), 1.0)
    result = np.empty(len(found))
    result[order] = raised
    return result
