"""The median of runs, and the band that holds their middle half."""

from __future__ import annotations

import numpy.typing as npt

from .bootstrap import Estimate
from .quantile import quantile
from .sample import table

__all__ = ["median_band"]


def median_band(values: npt.ArrayLike, low: float = 0.25, high: float = 0.75) -> Estimate:
    """Return median and two quantiles of all runs; infinite where so many failed.

    Parameters
    ----------
    values : array_like, shape (runs,)
    low, high : float
        The shares of runs below the band's edges; by default the quartiles.

    Notes
    -----
    Schneider, F. et al. (2019), DeepOBS: A Deep Learning Optimizer Benchmark Suite: ten seeds, median and
    quartiles.
    """
    middle, below, above = quantile(table(values).ravel(), (0.5, low, high))
    return Estimate(float(middle), float(below), float(above), high - low)
