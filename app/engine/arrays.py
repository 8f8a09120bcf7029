"""The one place that decides memory order."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

__all__ = ["SMALL", "Order", "allocate", "column"]

Floats = npt.NDArray[np.float64]
Order = Literal["C", "F"]

# Below this many entries a ufunc with a broadcast (runs, 1) operand takes twice the time of one with equal
# shapes (0.9 against 0.4 us), so columns are stored expanded there; above it the memory would cost more.
SMALL = 1024


def allocate(runs: int, params: int, order: Order = "C") -> Floats:
    """Return zeros of shape (runs, params); surfaces use 'F' (columns x and y contiguous), networks 'C'."""
    return np.zeros((runs, params), dtype=np.float64, order=order)


def column(value: object, runs: int, params: int, order: Order = "C") -> Floats:
    """Return one hyperparameter as an array that broadcasts against (runs, params).

    Parameters
    ----------
    value : float or array_like, shape (runs,)
        One value for all runs, or one for each.
    runs, params : int
    order : {'C', 'F'}

    Returns
    -------
    ndarray
        Zero-dimensional for one value, which is the fastest operand at any size. Else of shape (runs, 1), or
        (runs, params) for small arrays.
    """
    values = np.array(value, dtype=np.float64)
    if values.ndim == 0:
        return values
    expanded = runs * params <= SMALL
    found = np.empty((runs, params if expanded else 1), dtype=np.float64, order=order)
    found[...] = values.reshape(-1, 1)
    return found
