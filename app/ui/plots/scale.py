"""Between the numbers of the history and the coordinates of a view, linear or logarithmic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["FLOOR", "Scale"]

Floats = npt.NDArray[np.float64]

FLOOR = 1e-300


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis. What it cannot show becomes NaN, the numbers themselves are never changed.

    Parameters
    ----------
    log : bool
        View coordinates are powers of ten.
    """

    log: bool = False

    def view(self, values: Floats) -> Floats:
        """Return view coordinates, NaN where a value is not finite or, on a logarithmic axis, not above 0."""
        values = np.asarray(values, dtype=np.float64)
        with np.errstate(all="ignore"):
            if self.log:
                result = np.log10(np.maximum(values, FLOOR))
                return np.where((values > 0) & np.isfinite(values), result, np.nan)
            return np.where(np.isfinite(values), values, np.nan)

    def at(self, value: float) -> float:
        """Return the view coordinate of one number; NaN if it has none."""
        return float(self.view(np.array([value]))[0])

    def value(self, at: float) -> float:
        """Return the number at a view coordinate; infinite or 0 beyond what a float holds."""
        if not self.log:
            return float(at)
        with np.errstate(all="ignore"):
            return float(np.float64(10.0) ** at)

    def hidden(self, values: Floats) -> npt.NDArray[np.bool_]:
        """Return which values have no place on this axis."""
        shown = np.isfinite(values)
        return ~(shown & (np.asarray(values) > 0)) if self.log else ~shown
