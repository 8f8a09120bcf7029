"""Heights as they are drawn: the value itself or the logarithm of f - f*, from the lowest to the highest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["HeightScale"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HeightScale:
    """From values of a surface to 0 ... 1.

    Parameters
    ----------
    log : bool
    lowest : float
        What is taken off before the logarithm: f*.
    floor : float
        Differences below it are drawn as it.
    low, high : float
        The levels drawn at 0 and 1: values, or powers of ten.
    """

    log: bool
    lowest: float
    floor: float
    low: float
    high: float

    @classmethod
    def fit(cls, values: Floats, lowest: float | None, log: bool, share: float = 0.4) -> HeightScale:
        """Return the scale that suits a grid of values.

        Parameters
        ----------
        values : ndarray
            NaN where there is none; one at least is a number.
        lowest : float, optional
            f*; the lowest of the values by default.
        log : bool
            Without an effect where nothing lies above ``lowest``.
        share : float
            Per cent of the values that become the floor: the few deepest would take half of the heights.
        """
        lowest = float(np.nanmin(values)) if lowest is None else lowest
        above = values - lowest
        positive = above[above > 0]
        log = log and len(positive) > 0
        floor = 0.0
        if log:
            floor = max(float(np.percentile(positive, share)), float(positive.max()) * 1e-12)
        plain = cls(log, lowest, floor, 0.0, 1.0)
        levels = plain.levels(values)
        return cls(log, lowest, floor, float(np.nanmin(levels)), float(np.nanpercentile(levels, 99.5)))

    def levels(self, values: Floats) -> Floats:
        """Return values, or powers of ten."""
        if not self.log:
            return values
        with np.errstate(all="ignore"):
            return np.log10(np.maximum(values - self.lowest, self.floor))

    def rise(self, values: Floats) -> Floats:
        """Return heights from 0 to 1, what is higher at 1; NaN where a value is not finite."""
        with np.errstate(all="ignore"):
            levels = np.where(np.isfinite(values), self.levels(np.asarray(values, dtype=np.float64)), np.nan)
            if not self.high > self.low:
                return np.where(np.isnan(levels), np.nan, 0.5)
            return np.clip((levels - self.low) / (self.high - self.low), 0.0, 1.0)
