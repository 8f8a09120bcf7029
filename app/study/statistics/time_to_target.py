"""When runs reached a target; a run that never did, or diverged, takes infinitely long."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .quantile import quantile
from .runtime import runtimes
from .sample import finite, table

__all__ = ["mean_time", "time_quantiles", "times_to_target"]

Floats = npt.NDArray[np.float64]


def times_to_target(losses: npt.ArrayLike, clock: npt.ArrayLike, target: float) -> Floats:
    """Return the time of the first loss of at most ``target``, shape (runs,); infinite for a miss.

    Parameters
    ----------
    losses : array_like, shape (rows, runs)
        Infinite or NaN from where a run has diverged.
    clock : array_like, shape (rows,) or (rows, runs)
        Steps, evaluations, examples or seconds at each row; not falling.
    target : float
    """
    return np.asarray(runtimes(losses, clock, np.array([target]))[0])


def time_quantiles(times: npt.ArrayLike, shares: tuple[float, ...] = (0.25, 0.5, 0.75)) -> Floats:
    """Return quantiles over runs, infinite where too few reached the target."""
    return quantile(table(times, "times").ravel(), shares)


def mean_time(times: npt.ArrayLike) -> float:
    """Return the mean time.

    Raises
    ------
    InputError
        If a run missed: the mean of the others would reward giving up.
    """
    return float(finite(table(times, "times"), "A mean time to a target").mean())
