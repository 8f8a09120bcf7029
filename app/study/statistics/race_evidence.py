"""The evidence of a race: read from its history, a block of rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ...engine.history import History, LaneHistory
from ...engine.problem import Problem, SurfaceProblem
from ...engine.quantity import quantities
from ..clock import places
from ..default import default_names
from ..lane_name import lane_names
from ..pairing import is_paired
from ..spec import Study
from .evidence import UNITS, Evidence
from .runtime import COCO_TARGETS, first_rows

__all__ = ["RaceReading", "read_race"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_BLOCK_ENTRIES = 2**18
_TARGETS = len(COCO_TARGETS)


class RaceReading:
    """What one passage over the losses of a race gives.

    Attributes
    ----------
    evidence : Evidence
    targets : ndarray, shape (51,)
        Losses, falling.
    targets_text : str
        Which they are, in words.
    runtimes : dict of ndarray, each of shape (lanes, 51, runs)
        By unit, to each of the targets; infinite for a miss.
    """

    def __init__(
        self, evidence: Evidence, targets: Floats, targets_text: str, runtimes: dict[str, Floats]
    ) -> None:
        self.evidence = evidence
        self.targets = targets
        self.targets_text = targets_text
        self.runtimes = runtimes


def read_race(
    study: Study, problem: Problem, history: History, target: float, steps: Sequence[int] | None = None
) -> RaceReading:
    """Return the evidence of a race as it was when its lanes had done so many steps.

    Parameters
    ----------
    study : Study
    problem : SurfaceProblem or DataProblem
    history : History
        Each lane has its start at least.
    target : float
        From `target_loss`, or chosen.
    steps : sequence of int, optional
        By lane; all that is recorded by default.
    """
    lanes = history.lanes
    ends = [lane.length - 1 for lane in lanes] if steps is None else list(steps)
    targets, words = _targets(problem, lanes, ends)
    wanted = np.append(targets, target)
    units = [unit for unit in UNITS if unit != "examples" or lanes[0].plan.examples]
    times: dict[str, list[Floats]] = {unit: [] for unit in units}
    spent: dict[str, list[Floats]] = {unit: [] for unit in units}
    finals, diverged, grain = [], [], 1
    for lane, end in zip(lanes, ends, strict=True):
        loss = quantities["loss"]()
        rows = loss.rows_until(lane, end)
        out = (lane.diverged_at >= 0) & (lane.diverged_at <= end)
        found = first_rows(_blocks(lane, problem, rows), wanted, lane.plan.runs)
        found[:, out] = -1  # a run that diverged has failed, be it after the target
        step = lane.plan.evaluate_at[found] if "loss" in lane.evaluated else found
        for unit in units:
            times[unit].append(np.where(found < 0, np.inf, places(lane, unit, np.maximum(step, 0))))
            stop = np.where(out, lane.diverged_at, end)
            spent[unit].append(places(lane, unit, stop))
        last = np.array(loss.values(lane, problem, rows - 1, rows)[0], dtype=np.float64)
        finals.append(np.where(out | np.isnan(last), np.inf, last))
        diverged.append(int(out.sum()))
        if "loss" in lane.evaluated:
            grain = max(grain, int(np.diff(lane.plan.evaluate_at).max(initial=1)))
    evidence = Evidence(
        lanes=tuple(lane_names(study)),
        seeds=tuple(problem.seeds),
        target=target,
        budget=f"{study.steps:,} steps"
        if isinstance(problem, SurfaceProblem)
        else f"{study.epochs:,} epochs",
        times={unit: np.stack([each[-1] for each in times[unit]]) for unit in units},
        spent={unit: np.stack(spent[unit]) for unit in units},
        finals=np.stack(finals),
        diverged=tuple(diverged),
        paired=is_paired(study),
        defaults=default_names(study),
        done=min(end / lane.plan.steps for end, lane in zip(ends, lanes, strict=True)),
        grain=grain,
    )
    return RaceReading(
        evidence, targets, words, {unit: np.stack([each[:-1] for each in times[unit]]) for unit in units}
    )


def _blocks(lane: LaneHistory, problem: Problem, rows: int) -> Iterator[Floats]:
    loss = quantities["loss"]()
    at_once = max(_BLOCK_ENTRIES // lane.plan.runs, 1)
    for first in range(0, rows, at_once):
        yield loss.values(lane, problem, first, min(first + at_once, rows))


def _targets(problem: Problem, lanes: list[LaneHistory], ends: list[int]) -> tuple[Floats, str]:
    """Return targets for the runtime distribution, falling, and which they are in words."""
    lowest = problem.surface.lowest if isinstance(problem, SurfaceProblem) else None
    if lowest is not None:
        return lowest + COCO_TARGETS, "51 targets f − f*, log-uniform from 100 to 1e-8 (COCO)"
    loss = quantities["loss"]()
    first, best = [], np.inf
    for lane, end in zip(lanes, ends, strict=True):
        rows = loss.rows_until(lane, end)
        first.append(loss.values(lane, problem, 0, 1)[0])
        for block in _blocks(lane, problem, rows):
            known = block[np.isfinite(block)]
            best = min(best, float(known.min(initial=np.inf)))
    start = float(np.median(np.concatenate(first)))
    if not np.isfinite(best) or best >= start:
        return np.full(_TARGETS, start), "one target: the loss at the start, which nobody went below"
    words = "from the loss at the start to the lowest that anybody reached"
    if best > 0.0:
        return np.geomspace(start, best, _TARGETS), f"51 targets, log-uniform {words}"
    return np.linspace(start, best, _TARGETS), f"51 targets, evenly spaced {words}"
