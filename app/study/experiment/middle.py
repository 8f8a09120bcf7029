"""The medians of many settings at one time: one sort of all runs, as there may be a million settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["medians"]

Floats = npt.NDArray[np.float64]


def medians(cells: npt.NDArray[Any], values: Floats) -> tuple[npt.NDArray[Any], Floats, Floats]:
    """Return the settings in order, and of each the lower and the upper median over its runs.

    Parameters
    ----------
    cells, values : ndarray, shape (runs,)
        The setting of each run, and what is compared; NaN counts as the largest.

    Returns
    -------
    cells, low, high : ndarray, shape (settings,)
        Of an odd number of runs the two medians are the same.
    """
    ordered = values[np.lexsort((values, cells))]
    found, counts = np.unique(cells, return_counts=True)
    first = np.cumsum(counts) - counts
    return found, ordered[first + (counts - 1) // 2], ordered[first + counts // 2]
