"""The expected running time: what a success costs if failures are started again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, Estimate, counts, interval
from .sample import table

__all__ = ["expected_time"]

Floats = npt.NDArray[np.float64]


def expected_time(
    times: npt.ArrayLike,
    spent: npt.ArrayLike,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Return all time spent, divided by the number of successes, with a bootstrap interval over the runs.

    Parameters
    ----------
    times : array_like, shape (runs,)
        To the target; infinite for a miss.
    spent : array_like, shape (runs,)
        What a run took until it was stopped; used where it missed.
    confidence : float
    resamples, seed : int

    Returns
    -------
    Estimate
        Infinite without a success; the upper end is, if a resample may well have none.

    Notes
    -----
    ERT, lately aRT, of Hansen, N. et al. (2021), COCO; after Price, K. V. (1997).
    """
    reached = table(times, "times").ravel()
    success = np.isfinite(reached)
    cost = np.where(success, reached, np.broadcast_to(np.asarray(spent, dtype=np.float64), reached.shape))
    weights = counts(len(reached), 1, resamples, seed)[:, 0]
    drawn = _ratio(weights @ cost, weights @ success.astype(np.float64))
    whole = _ratio(np.array([cost.sum()]), np.array([float(success.sum())]))
    return interval(float(whole[0]), drawn, confidence)


def _ratio(cost: Floats, successes: Floats) -> Floats:
    return np.asarray(np.divide(cost, successes, out=np.full(cost.shape, np.inf), where=successes > 0))
