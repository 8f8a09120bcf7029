"""By which number the runs of a sweep are compared: the lower, the better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..spec import DataSpec, Study
from ..surface import surface_of
from .columns import Columns

__all__ = ["MEASURES", "Measure", "lowest_of", "measured", "measures_of"]

_LEAST = 1e-15  # what counts as zero below a logarithm, as in `endpoint`


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each run.

    Parameters
    ----------
    name : str
    title : str
        For an axis.
    help : str
        What it is, in a sentence.
    column : str
        Of `endpoint.ENDPOINTS`.
    data : bool
        Whether only runs on data have it.
    """

    name: str
    title: str
    help: str
    column: str
    data: bool = False


MEASURES: tuple[Measure, ...] = (
    Measure("final", "Final loss", "The loss after the last step.", "final"),
    Measure("best", "Best loss", "The lowest loss of the race; a run that diverged later keeps it.", "best"),
    Measure(
        "area",
        "Mean loss",
        "The geometric mean of the loss over the whole race: low for who comes down soon.",
        "area",
    ),
    Measure(
        "validation_final",
        "Final validation loss",
        "The loss on the validation part after the last step: what a setting may be chosen by.",
        "validation_final",
        True,
    ),
    Measure(
        "validation_best",
        "Best validation loss",
        "The lowest loss on the validation part: what early stopping would keep.",
        "validation_best",
        True,
    ),
)
"""The loss on the test part is not among them: nothing is chosen by it."""


def measures_of(study: Study) -> list[Measure]:
    """Return the measures that a study's runs have."""
    on_data = isinstance(study.problem, DataSpec)
    validated = isinstance(study.problem, DataSpec) and study.problem.split[1] > 0
    return [each for each in MEASURES if not each.data or (on_data and validated)]


def lowest_of(study: Study) -> float | None:
    """Return the lowest value of a study's surface, above which losses are told; None if it is not known."""
    return None if isinstance(study.problem, DataSpec) else surface_of(study.problem).lowest


def measured(measure: Measure, runs: Columns, lowest: float | None) -> npt.NDArray[np.float64]:
    """Return the number of each run, infinite if it has none.

    Parameters
    ----------
    measure : Measure
    runs : dict of ndarray, each of shape (runs,)
        The endpoints by name.
    lowest : float, optional
        Of the surface: losses are told as the height above it, not less than 1e-15.
    """
    if measure.column not in runs:
        return np.full(len(next(iter(runs.values()))), np.inf)
    values = np.array(runs[measure.column], dtype=np.float64)
    if measure.column == "area":
        # Python's power: the last bit of NumPy's depends on the processor.
        return np.array([10.0**value if value < 300.0 else np.inf for value in values.tolist()])
    values[np.isnan(values)] = np.inf
    return values if lowest is None else np.maximum(values - lowest, _LEAST)
