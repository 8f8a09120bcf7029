"""The loss that counts as reached: as the study says, or chosen from the problem before anything runs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..engine.history import History
from ..engine.problem import Problem, SurfaceProblem
from ..engine.surface import Surface
from .spec import Study
from .tally import Tally

__all__ = ["automatic_target", "steps_to_target", "surface_targets", "target_loss"]

Floats = npt.NDArray[np.float64]

SURFACE_SHARE = 1e-2
AT_MINIMUM = 1e-6
DATA_SHARE = {"classification": 0.25, "regression": 0.5, "reconstruction": 0.5}
_GRID = 101


def target_loss(study: Study, problem: Problem) -> float:
    """Return the study's target, or the automatic one."""
    return automatic_target(problem) if study.target is None else study.target


def automatic_target(problem: Problem) -> float:
    """Return a target that fits the problem. It depends on the problem alone, not on who races.

    On a surface: 99 % of the way down from the start, f* + 0.01 (f(start) - f*); with a start at the minimum
    f* + 1e-6. Where there is no lowest value, the lowest in the plotted domain stands for it.

    On data: a quarter of the starting loss for classification, half of it for regression (where noise in the
    targets keeps every model from zero) and for an autoencoder. The start is that of the first seed.
    """
    if isinstance(problem, SurfaceProblem):
        lowest = _lowest(problem.surface)
        height = problem.height - lowest
        return lowest + (SURFACE_SHARE * height if height > AT_MINIMUM else AT_MINIMUM)
    return DATA_SHARE[problem.model.task] * problem.starting_loss


def surface_targets(surface: Surface, starts: Floats) -> Floats:
    """Return the automatic target of a race on a surface from each start (n, 2), shape (n,)."""
    lowest = _lowest(surface)
    with np.errstate(all="ignore"):
        height = surface.value(starts[:, 0], starts[:, 1]) - lowest
    return np.asarray(lowest + np.where(height > AT_MINIMUM, SURFACE_SHARE * height, AT_MINIMUM))


def _lowest(surface: Surface) -> float:
    if surface.lowest is not None:
        return surface.lowest
    (left, right), (bottom, top) = surface.domain
    x, y = np.meshgrid(np.linspace(left, right, _GRID), np.linspace(bottom, top, _GRID))
    with np.errstate(all="ignore"):
        return float(np.nanmin(surface.value(x, y)))


def steps_to_target(history: History, problem: Problem, lane: int, target: float) -> list[int | None]:
    """Return for each run of a lane the first recorded step with a loss of at most ``target``.

    Parameters
    ----------
    history : History
    problem : SurfaceProblem or DataProblem
    lane : int
    target : float

    Returns
    -------
    list of int or None
        None is a miss: not reached in what was recorded, or the run diverged, be it later. On data the loss
        over the training set is known at its evaluations only, so the step is one of these.
    """
    tally = Tally(history.lanes[lane], problem)
    record = history.lanes[lane]
    rows = tally.reached(target, tally.loss.length(record))
    return [
        int(step) if row >= 0 and diverged_at < 0 else None
        for row, step, diverged_at in zip(rows, tally.steps_of(rows), record.diverged_at, strict=True)
    ]
