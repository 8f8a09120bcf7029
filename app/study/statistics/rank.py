"""Ranks of lanes over several problems: Friedman's test and Nemenyi's critical difference."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from .sample import table

__all__ = ["Ranking", "cliques", "critical_difference", "mean_ranks", "ranking"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Lanes in order over problems.

    Parameters
    ----------
    names : tuple of str
    ranks : ndarray, shape (lanes,)
        Mean ranks; 1 is the best.
    problems : int
    statistic, p : float
        Friedman's chi-square, corrected for ties; p is 1 if all are equal everywhere.
    critical : float
        Mean ranks that differ by less are not told apart.
    alpha : float
    """

    names: tuple[str, ...]
    ranks: Floats
    problems: int
    statistic: float
    p: float
    critical: float
    alpha: float = 0.05


def mean_ranks(values: npt.ArrayLike) -> Floats:
    """Return the mean rank of each lane, shape (lanes,); lower values have lower ranks, ties share theirs.

    Parameters
    ----------
    values : array_like, shape (problems, lanes)
        Infinite for a failure, which has the worst rank.
    """
    from scipy.stats import rankdata

    return np.asarray(rankdata(table(values), axis=1).mean(axis=0))


def critical_difference(lanes: int, problems: int, alpha: float = 0.05) -> float:
    """Return Nemenyi's critical difference, q sqrt(k (k + 1) / (6 N)).

    Notes
    -----
    Demšar, J. (2006), Statistical comparisons of classifiers over multiple data sets. Journal of Machine
    Learning Research 7; q is that of the studentised range divided by the root of 2.
    """
    from scipy.stats import studentized_range

    q = float(studentized_range.ppf(1.0 - alpha, lanes, np.inf)) / sqrt(2.0)
    return q * sqrt(lanes * (lanes + 1) / (6.0 * problems))


def ranking(names: tuple[str, ...], values: npt.ArrayLike, alpha: float = 0.05) -> Ranking:
    """Rank lanes over problems and test whether they differ at all.

    Parameters
    ----------
    names : tuple of str
    values : array_like, shape (problems, lanes)
        One number for each, such as the median over seeds; lower is better.
    alpha : float

    Raises
    ------
    InputError
        If there are fewer than three lanes or two problems.
    """
    from scipy.stats import friedmanchisquare, rankdata

    found = table(values)
    problems, lanes = found.shape
    if lanes < 3 or problems < 2:
        raise InputError(
            f"Friedman's test is of three lanes or more on two problems or more, but there are {lanes} on "
            f"{problems}. Two lanes are compared by their signed ranks."
        )
    by_problem = rankdata(found, axis=1)
    statistic, p = 0.0, 1.0
    if np.ptp(by_problem, axis=1).any():
        statistic, p = friedmanchisquare(*by_problem.T)
    critical = critical_difference(lanes, problems, alpha)
    return Ranking(names, by_problem.mean(axis=0), problems, float(statistic), float(p), critical, alpha)


def cliques(ranks: Floats, critical: float) -> list[tuple[int, ...]]:
    """Return the largest groups of lanes that are not told apart, best first; lanes alone are no group."""
    order = np.argsort(ranks, kind="stable")
    found: list[tuple[int, ...]] = []
    reached = -1
    for first in range(len(order)):
        last = first
        while last + 1 < len(order) and ranks[order[last + 1]] - ranks[order[first]] < critical:
            last += 1
        if last > first and last > reached:
            found.append(tuple(int(lane) for lane in order[first : last + 1]))
            reached = last
    return found
