"""The bootstrap: runs drawn again with replacement, within each task, alike in lanes that are paired."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .quantile import quantile

__all__ = ["RESAMPLES", "Estimate", "chosen", "counts", "interval"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and how far chance may have moved it.

    Parameters
    ----------
    value, low, high : float
        ``low`` and ``high`` enclose the given share of the resampled values.
    confidence : float
    """

    value: float
    low: float
    high: float
    confidence: float = 0.95


def chosen(runs: int, tasks: int = 1, resamples: int = RESAMPLES, seed: int = 0) -> Integers:
    """Return which run stands in each place, shape (resamples, tasks, runs).

    Drawn within each task (stratified), as in Agarwal et al. 2021, section 4.1. A seed gives the same draws
    on every machine, so that an interval does not flicker.
    """
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, runs, tasks))))
    return generator.integers(0, runs, (resamples, tasks, runs))


def counts(runs: int, tasks: int = 1, resamples: int = RESAMPLES, seed: int = 0) -> Floats:
    """Return how often each run was drawn in `chosen`, shape (resamples, tasks, runs)."""
    drawn = chosen(runs, tasks, resamples, seed)
    found = np.zeros(drawn.shape)
    rows, columns = np.indices(drawn.shape)[:2]
    np.add.at(found, (rows, columns, drawn), 1.0)
    return found


def interval(value: float, drawn: npt.ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return a value with the percentile interval of its resampled values.

    Notes
    -----
    Efron, B. & Tibshirani, R. (1993), An Introduction to the Bootstrap, chapter 13.
    """
    tail = 0.5 * (1.0 - confidence)
    low, high = quantile(np.asarray(drawn, dtype=np.float64), (tail, 1.0 - tail))
    return Estimate(float(value), float(low), float(high), confidence)
