"""Quantiles of values of which some are infinite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["quantile"]

Floats = npt.NDArray[np.float64]


def quantile(values: npt.ArrayLike, shares: Sequence[float], axis: int = -1) -> Floats:
    """Return quantiles by linear interpolation; one that needs an infinite value is infinite.

    As `numpy.quantile`, which gives NaN between a number and infinity.

    Parameters
    ----------
    values : array_like
        Infinite for a miss; no NaN.
    shares : sequence of float
        From 0 to 1.
    axis : int

    Returns
    -------
    ndarray, shape (len(shares), ...)
    """
    ordered = np.moveaxis(np.sort(np.asarray(values, dtype=np.float64), axis=axis), axis, 0)
    last = len(ordered) - 1
    found = np.empty((len(shares), *ordered.shape[1:]))
    for index, share in enumerate(shares):
        at = share * last
        # The nearest whole place, if rounding alone has led away from it.
        at = round(at) if abs(at - round(at)) < 1e-9 else at
        below, part = int(at), at - int(at)
        low, high = ordered[below], ordered[min(below + 1, last)]
        with np.errstate(invalid="ignore"):
            between = low + part * (high - low)
        found[index] = np.where((low == high) | (part == 0.0) | np.isneginf(low), low, between)
    return found
