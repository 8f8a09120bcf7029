"""The mean of the middle half of all runs of all tasks: as robust as the median is, and less wasteful."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, Estimate, chosen, interval
from .sample import table

__all__ = ["interquartile_mean"]

_CUT = 0.25


def interquartile_mean(
    values: npt.ArrayLike, confidence: float = 0.95, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """Return the 25 % trimmed mean with its stratified bootstrap interval.

    Parameters
    ----------
    values : array_like, shape (runs,) or (tasks, runs)
        With more than a quarter of them infinite the result is, too.
    confidence : float
    resamples, seed : int

    Notes
    -----
    Agarwal, R. et al. (2021), Deep Reinforcement Learning at the Edge of the Statistical Precipice, NeurIPS;
    the authors' package is rliable.
    """
    from scipy.stats import trim_mean

    scores = table(values)
    tasks, runs = scores.shape
    drawn = np.take_along_axis(scores[None], chosen(runs, tasks, resamples, seed), axis=2)
    means = trim_mean(drawn.reshape(resamples, -1), _CUT, axis=1)
    return interval(float(trim_mean(scores, _CUT, axis=None)), means, confidence)
