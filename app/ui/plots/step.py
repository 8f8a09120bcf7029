"""Curves that rise in steps, as polylines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["staircase"]

Floats = npt.NDArray[np.float64]


def staircase(at: Floats, height: Floats, first: float, last: float) -> tuple[Floats, Floats]:
    """Return the corners of a curve that is 0 from ``first`` on and has a height from each place on.

    Parameters
    ----------
    at, height : ndarray, shape (n,)
        Ascending places; those before ``first`` are moved there, those after ``last`` are left out.
    first, last : float

    Returns
    -------
    x, y : ndarray
    """
    kept = at <= last
    x = np.concatenate([[first], np.maximum(at[kept], first), [last]])
    y = np.concatenate([[0.0], height[kept]])
    return np.repeat(x, 2)[1:-1], np.repeat(y, 2)
