"""Everything that is said and drawn of a race at one moment: verdict, targets within reach, runtimes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...engine.history import History
from ...engine.problem import Problem
from ..spec import Study
from ..tally import Tally
from ..target import target_loss
from .race_evidence import RaceReading, read_race
from .runtime import restarted, runtime_ecdf
from .verdict import Verdict, judge

__all__ = ["TARGETS", "Assessment", "assess"]

Floats = npt.NDArray[np.float64]

TARGETS = ("study", "best", "all")
"""The study's target; what the best lane reached in half of its runs; what every lane did."""


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """What is known.

    Parameters
    ----------
    reading : RaceReading
    verdict : Verdict
    targets : dict
        The loss that each of `TARGETS` stands for; infinite if there is none.
    curves, restarts : tuple of (ndarray, ndarray)
        For each lane the runtime distribution, and with simulated restarts.
    ends : tuple of float
        Until when each lane was observed, in the verdict's unit.
    """

    reading: RaceReading
    verdict: Verdict
    targets: dict[str, float]
    curves: tuple[tuple[Floats, Floats], ...]
    restarts: tuple[tuple[Floats, Floats], ...]
    ends: tuple[float, ...]


def assess(
    study: Study,
    problem: Problem,
    history: History,
    steps: Sequence[int],
    target: str | float = "study",
    unit: str = "steps",
) -> Assessment:
    """Assess a race as it was when its lanes had done so many steps.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
        Each lane has its start at least.
    steps : sequence of int
        By lane.
    target : {'study', 'best', 'all'} or float
        One of `TARGETS`, or a loss.
    unit : str
        Steps, if the race has no such clock.
    """
    targets = {"study": target_loss(study, problem)} | _within_reach(problem, history, steps)
    wanted = targets[target] if isinstance(target, str) else target
    if not np.isfinite(wanted):
        wanted = targets["study"]
    reading = read_race(study, problem, history, wanted, steps)
    unit = unit if unit in reading.runtimes else "steps"
    runtimes, spent = reading.runtimes[unit], reading.evidence.spent[unit]
    return Assessment(
        reading=reading,
        verdict=judge(reading.evidence, unit),
        targets=targets,
        curves=tuple(runtime_ecdf(times) for times in runtimes),
        restarts=tuple(
            runtime_ecdf(restarted(times, wasted)) for times, wasted in zip(runtimes, spent, strict=True)
        ),
        ends=tuple(float(each.max()) for each in spent),
    )


def _within_reach(problem: Problem, history: History, steps: Sequence[int]) -> dict[str, float]:
    medians = []
    for record, step in zip(history.lanes, steps, strict=True):
        tally = Tally(record, problem)
        best, _ = tally.best(tally.loss.rows_until(record, step))
        medians.append(float(np.sort(best)[len(best) // 2]))  # half of the runs and more are at or below it
    return {"best": min(medians), "all": max(medians)}
