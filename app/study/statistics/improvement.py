"""How probable it is that a run of one lane is better than a run of another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from .bootstrap import RESAMPLES, Estimate, counts, interval
from .sample import table

__all__ = ["improvement", "wins"]

Floats = npt.NDArray[np.float64]


def improvement(
    first: npt.ArrayLike,
    second: npt.ArrayLike,
    paired: bool = True,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """Return P(first < second), a tie counting half, as a mean over the tasks.

    Parameters
    ----------
    first, second : array_like, shape (runs,) or (tasks, runs)
        Lower is better; infinite for a failed run, and two failures are a tie.
    paired : bool
        Whether run r of both had the same seed: then both are drawn together.
    confidence : float
    resamples, seed : int

    Notes
    -----
    Agarwal, R. et al. (2021), section 4.3: the Mann-Whitney statistic of each task, averaged; the interval
    draws runs within each task.
    """
    x, y = table(first, "first"), table(second, "second")
    if len(x) != len(y) or (paired and x.shape != y.shape):
        raise InputError(
            f"Lanes that are compared have the same tasks{' and seeds' if paired else ''}, but one has "
            f"{x.shape[0]} × {x.shape[1]} runs and the other {y.shape[0]} × {y.shape[1]}."
        )
    better = np.where(x[:, :, None] == y[:, None, :], 0.5, x[:, :, None] < y[:, None, :])
    of_x = counts(x.shape[1], len(x), resamples, seed) / x.shape[1]
    of_y = of_x if paired else counts(y.shape[1], len(y), resamples, seed + 1) / y.shape[1]
    drawn = np.einsum("btn,tnm,btm->bt", of_x, better, of_y, optimize=True).mean(axis=1)
    return interval(float(better.mean()), drawn, confidence)


def wins(first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[int, int, int]:
    """Return in how many pairs of runs the first is lower, the second is, and neither."""
    x, y = table(first, "first"), table(second, "second")
    return int((x < y).sum()), int((x > y).sum()), int((x == y).sum())
