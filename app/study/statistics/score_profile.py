"""Score distributions: which share of all runs is better than a threshold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, chosen
from .quantile import quantile
from .sample import table

__all__ = ["score_profile"]

Floats = npt.NDArray[np.float64]


def score_profile(
    scores: npt.ArrayLike,
    thresholds: npt.ArrayLike,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Floats:
    """Return the share of runs with a score above each threshold, and its interval.

    Parameters
    ----------
    scores : array_like, shape (runs,) or (tasks, runs)
        Higher is better; -infinity for a failed run.
    thresholds : array_like, shape (n,)
    confidence : float
    resamples, seed : int

    Returns
    -------
    ndarray, shape (3, n)
        Share, lower and upper end by the stratified bootstrap.

    Notes
    -----
    Agarwal, R. et al. (2021), section 4.2.
    """
    found = table(scores, "scores")
    tasks, runs = found.shape
    above = found[..., None] > np.asarray(thresholds, dtype=np.float64)
    place = chosen(runs, tasks, resamples, seed)
    drawn = np.stack([above[np.arange(tasks)[:, None], each].mean(axis=(0, 1)) for each in place])
    tail = 0.5 * (1.0 - confidence)
    return np.concatenate([above.mean(axis=(0, 1))[None], quantile(drawn, (tail, 1.0 - tail), axis=0)])
