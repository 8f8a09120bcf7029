"""A debiased exponential average, row by row as the rows come."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Ema"]

Floats = npt.NDArray[np.float64]
_BLOCK = 4096


class Ema:
    """``m = w m + (1 - w) x``, divided by ``1 - w^k`` as Adam divides its averages.

    Rows that are not finite are passed over and stay NaN.

    Parameters
    ----------
    weight : float
        Of the past, from 0 (no smoothing) to below 1.
    runs : int
    """

    def __init__(self, weight: float, runs: int) -> None:
        self.weight = weight
        self._mean = np.zeros(runs)
        self._share = np.zeros(runs)

    def extend(self, values: Floats) -> Floats:
        """Return the averages of the next rows, shape (rows, runs)."""
        parts = [self._extend(values[at : at + _BLOCK]) for at in range(0, len(values), _BLOCK)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self._mean)))

    def _extend(self, values: Floats) -> Floats:
        finite = np.isfinite(values)
        keep = np.where(finite, self.weight, 1.0)
        mean = np.where(finite, (1.0 - self.weight) * np.where(finite, values, 0.0), 0.0)
        share = np.where(finite, 1.0 - self.weight, 0.0)
        mean[0] += keep[0] * self._mean
        share[0] += keep[0] * self._share
        # Doubling: after pass p each row holds the sum over the 2^p rows up to it.
        span = 1
        with np.errstate(under="ignore", over="ignore", invalid="ignore"):
            while span < len(values):
                mean[span:] += keep[span:] * mean[:-span]
                share[span:] += keep[span:] * share[:-span]
                keep[span:] *= keep[:-span].copy()
                span *= 2
            self._mean, self._share = mean[-1].copy(), share[-1].copy()
            return np.where(finite, mean / np.where(share > 0.0, share, 1.0), np.nan)
