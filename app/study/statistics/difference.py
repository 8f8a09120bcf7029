"""By how much two lanes differ, seed by seed."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from .bootstrap import RESAMPLES, Estimate, chosen, interval
from .quantile import quantile
from .sample import finite, table

__all__ = ["differences", "paired_difference"]

Floats = npt.NDArray[np.float64]


def differences(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """Return first - second of paired runs; 0 where both have failed.

    Raises
    ------
    InputError
        If they are not pairs.
    """
    x, y = table(first, "first"), table(second, "second")
    if x.shape != y.shape:
        raise InputError(f"Pairs have the same seeds, but one lane has {x.size} runs and the other {y.size}.")
    with np.errstate(invalid="ignore"):
        return np.where(x == y, 0.0, x - y)


def paired_difference(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    statistic: Literal["median", "mean"] = "median",
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Return the median (or mean) of paired differences with a bootstrap interval that draws pairs.

    Parameters
    ----------
    first, second : array_like, shape (runs,) or (tasks, runs)
        Run r of both has the same seed.
    statistic : {'median', 'mean'}
        A mean refuses failed runs.
    confidence : float
    resamples, seed : int

    Raises
    ------
    InputError

    Notes
    -----
    Common random numbers make the difference less noisy than either lane; Efron & Tibshirani (1993), 8.
    """
    apart = differences(first, second)
    tasks, runs = apart.shape
    drawn = np.take_along_axis(apart[None], chosen(runs, tasks, resamples, seed), axis=2)
    drawn = drawn.reshape(resamples, -1)
    if statistic == "mean":
        finite(apart, "A mean difference")
        return interval(float(apart.mean()), drawn.mean(axis=1), confidence)
    return interval(float(quantile(apart.ravel(), (0.5,))[0]), quantile(drawn, (0.5,))[0], confidence)
