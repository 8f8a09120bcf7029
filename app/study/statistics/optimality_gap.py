"""How far runs fall short of a score that would be enough."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .bootstrap import RESAMPLES, Estimate, chosen, interval
from .sample import finite, table

__all__ = ["optimality_gap"]


def optimality_gap(
    scores: npt.ArrayLike,
    enough: float = 1.0,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Return by how much scores are below ``enough`` on average; what is above it does not make up for it.

    Parameters
    ----------
    scores : array_like, shape (runs,) or (tasks, runs)
        Higher is better, and the same scale in all tasks.
    enough : float
    confidence : float
    resamples, seed : int

    Raises
    ------
    InputError
        If a score is infinite.

    Notes
    -----
    Agarwal, R. et al. (2021), section 4.3.
    """
    short = enough - np.minimum(finite(table(scores, "scores"), "An optimality gap"), enough)
    tasks, runs = short.shape
    drawn = np.take_along_axis(short[None], chosen(runs, tasks, resamples, seed), axis=2)
    return interval(float(short.mean()), drawn.mean(axis=(1, 2)), confidence)
