"""What a statistic is told: numbers of runs, by task; infinite for a run that failed, never absent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError

__all__ = ["INTERVAL_FROM", "finite", "table"]

Floats = npt.NDArray[np.float64]

INTERVAL_FROM = 10
"""So many seeds, and an interval or a p-value may be printed."""


def table(values: npt.ArrayLike, name: str = "values") -> Floats:
    """Return values as tasks x runs.

    Parameters
    ----------
    values : array_like, shape (runs,) or (tasks, runs)
        One row is one task.
    name : str
        For errors.

    Raises
    ------
    InputError
        If there is no run, or one has no number.
    """
    found = np.asarray(values, dtype=np.float64)
    found = found[None] if found.ndim == 1 else found
    if found.ndim != 2 or not found.size:
        shape = " × ".join(map(str, np.shape(values))) or "a single number"
        raise InputError(f"The {name} are those of runs, or of tasks × runs, but the shape is {shape}.", name)
    if np.isnan(found).any():
        raise InputError(
            f"Every run counts: a failed one is infinite, but {int(np.isnan(found).sum())} of the {name} "
            "are not a number. Put infinity there.",
            name,
        )
    return found


def finite(values: Floats, what: str) -> Floats:
    """Return values as they are, if a mean of them means something.

    Raises
    ------
    InputError
        If one is infinite: a mean would hide that, or be infinite itself.
    """
    lost = int((~np.isfinite(values)).sum())
    if lost:
        raise InputError(
            f"{what} takes finite values, but {lost} of {values.size} are infinite, that is failed runs. "
            "Take the median, the interquartile mean or the expected running time."
        )
    return values
