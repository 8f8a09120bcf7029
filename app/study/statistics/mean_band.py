"""The mean of runs with its bootstrap interval: of one number, or of every row of a curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, Estimate, counts
from .sample import finite, table

__all__ = ["MeanBand", "mean_interval"]

Floats = npt.NDArray[np.float64]

_AT_ONCE = 2**20  # resampled means in memory


class MeanBand:
    """Means of rows of runs; all rows are resampled alike, so that a curve's band is smooth.

    Parameters
    ----------
    runs : int
    confidence : float
    resamples, seed : int

    Notes
    -----
    The percentile bootstrap (Efron & Tibshirani 1993, chapter 13) of the mean.
    """

    def __init__(
        self, runs: int, confidence: float = 0.95, resamples: int = RESAMPLES, seed: int = 0
    ) -> None:
        self._weights = np.ascontiguousarray(counts(runs, 1, resamples, seed)[:, 0].T / runs)
        tail = 0.5 * (1.0 - confidence)
        self._shares = (tail, 1.0 - tail)

    def of(self, values: Floats) -> Floats:
        """Return mean, lower and upper end of each row, shape (3, rows).

        Parameters
        ----------
        values : ndarray, shape (rows, runs)
            A row with a value that is not finite has no mean: NaN.
        """
        found = np.full((3, len(values)), np.nan)
        known = np.flatnonzero(np.isfinite(values).all(axis=1))
        found[0, known] = values[known].mean(axis=1)
        at_once = max(_AT_ONCE // self._weights.shape[1], 1)
        for first in range(0, len(known), at_once):
            rows = known[first : first + at_once]
            found[1:, rows] = self._ends(values[rows] @ self._weights)
        return found

    def _ends(self, means: Floats) -> Floats:
        """Return the quantiles of each row, shape (2, rows); numpy.quantile takes three times as long."""
        last = means.shape[1] - 1
        at = [share * last for share in self._shares]
        places = sorted({min(int(place) + step, last) for place in at for step in (0, 1)})
        ordered = np.partition(means, places, axis=1)
        found = np.empty((2, len(means)))
        for index, place in enumerate(at):
            low, high = ordered[:, int(place)], ordered[:, min(int(place) + 1, last)]
            found[index] = low + (place - int(place)) * (high - low)
        return found


def mean_interval(
    values: npt.ArrayLike, confidence: float = 0.95, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """Return the mean of runs with its bootstrap interval.

    Parameters
    ----------
    values : array_like, shape (runs,)
    confidence : float
    resamples, seed : int

    Raises
    ------
    InputError
        If a run has failed: a mean with an infinite value says nothing.
    """
    runs = finite(table(values), "A mean").ravel()
    mean, low, high = MeanBand(len(runs), confidence, resamples, seed).of(runs[None])[:, 0]
    return Estimate(float(mean), float(low), float(high), confidence)
