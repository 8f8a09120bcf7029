"""Performance profiles over a suite of problems, and the one number that AlgoPerf makes of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .sample import table

__all__ = ["CAVEAT", "MOST", "integrated_score", "performance_profile", "ratios"]

Floats = npt.NDArray[np.float64]

MOST = 4.0
CAVEAT = (
    "Each curve is relative to the fastest of those shown: with one left out the others change, and only the "
    "best may be read off."
)


def ratios(times: npt.ArrayLike) -> Floats:
    """Return how many times as long as the fastest each solver took.

    Parameters
    ----------
    times : array_like, shape (problems, solvers)
        Infinite for a problem that was not solved. Next to a time of 0 all others are infinitely long.

    Returns
    -------
    ndarray, shape (problems, solvers)
        Infinite in all of a problem that nobody solved.

    Notes
    -----
    Dolan, E. D. & Moré, J. J. (2002), Benchmarking optimization software with performance profiles.
    Mathematical Programming 91.
    """
    found = table(times, "times")
    fastest = found.min(axis=1, keepdims=True)
    solved = np.isfinite(found)
    ratio = np.divide(found, fastest, out=np.full(found.shape, np.inf), where=solved & (fastest > 0))
    ratio[solved & (found == fastest)] = 1.0
    return np.asarray(ratio)


def performance_profile(ratio: Floats, taus: npt.ArrayLike) -> Floats:
    """Return the share of problems solved within tau times the fastest, shape (solvers, taus)."""
    at = np.asarray(taus, dtype=np.float64)
    return np.asarray((ratio[:, :, None] <= at).mean(axis=0))


def integrated_score(ratio: Floats, most: float = MOST) -> Floats:
    """Return the mean height of each profile between 1 and ``most``, shape (solvers,); exact.

    Notes
    -----
    Dahl, G. E. et al. (2023), Benchmarking Neural Network Training Algorithms (AlgoPerf), section 4.4:
    B = 1 / (r_max - 1) times the integral of rho from 1 to r_max, with r_max = 4.
    """
    return np.asarray((np.clip(most - ratio, 0.0, None) / (most - 1.0)).mean(axis=0))
