"""What the best of n trials is expected to be: how much tuning a method needs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, chosen
from .sample import finite, table

__all__ = ["best_of"]

Floats = npt.NDArray[np.float64]


def best_of(
    values: npt.ArrayLike,
    failed: float | None = None,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Floats:
    """Return the expected lowest of n = 1, 2, ... N trials, and its interval.

    Parameters
    ----------
    values : array_like, shape (N,)
        Of trials drawn at random; lower is better.
    failed : float, optional
        What a failed (infinite) trial counts as, such as the loss at the start.
    confidence : float
    resamples, seed : int

    Returns
    -------
    ndarray, shape (3, N)
        Expectation, lower and upper end by drawing trials again.

    Raises
    ------
    InputError
        If a trial has failed and it was not said what that counts as: an expectation with infinite values
        says nothing.

    Notes
    -----
    Dodge, J. et al. (2019), Show your work: improved reporting of experimental results, EMNLP. Trials are
    drawn with replacement: the sum of v_(i) ((i / N)^n - ((i - 1) / N)^n), the best value the last.
    """
    trials = table(values).ravel()
    if failed is not None:
        trials = np.where(np.isfinite(trials), trials, failed)
    finite(trials, "An expected best")
    count = len(trials)
    shares = (np.arange(count + 1) / count)[:, None] ** np.arange(1, count + 1)
    weights = np.diff(shares, axis=0)
    drawn = -np.sort(-trials[chosen(count, 1, resamples, seed)[:, 0]], axis=1) @ weights
    tail = 0.5 * (1.0 - confidence)
    ends = np.quantile(drawn, (tail, 1.0 - tail), axis=0)
    return np.concatenate([(-np.sort(-trials) @ weights)[None], ends])
