"""What the runs of one task say of its lanes, as evidence that a verdict can be made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import msgspec
import numpy as np
import numpy.typing as npt

from ...engine.problem import DataProblem, Problem
from ..build import plan_race
from ..default import default_names
from ..lane_name import lane_names
from ..pairing import is_paired
from ..spec import DataSpec, Study
from ..statistics.evidence import Evidence
from .axis import parameter_of
from .columns import Columns
from .gain import TunedLane, tuned_lanes
from .ledger import Ledger
from .measure import Measure, measures_of
from .part import Part
from .rows import problem_for
from .setting import Settings
from .space import DEFAULT, trial_settings, tuning_of
from .spec import SweepSpec
from .swept import Swept, swept
from .table import result_rows
from .tuning import FRESH

__all__ = ["clock_of", "edge_names", "evidence_of", "final_name", "ground_of", "measure_of", "swept_lanes"]

Floats = npt.NDArray[np.float64]

_UNITS = ("steps", "evaluations", "examples")


def ground_of(study: Study) -> tuple[Problem, float]:
    """Return the problem of a task with its first seed, and the loss that counts as reached."""
    return problem_for(msgspec.structs.replace(study, experiment=None), study.seeds[:1])


def clock_of(part: Part) -> str:
    """Return by which unit of `UNITS` lanes are compared.

    Gradient evaluations, as a step may take several; examples where lanes have batches of their own sizes,
    since then a gradient is not a gradient.
    """
    study = msgspec.structs.replace(part.study, experiment=None)
    problem, _ = ground_of(study)
    if not isinstance(problem, DataProblem):
        return "evaluations"
    sizes = {plan.batch_size * plan.accumulate for plan in plan_race(study, problem).lanes}
    return "evaluations" if len(sizes) == 1 else "examples"


def measure_of(study: Study) -> Measure:
    """Return by which number the settings of a sweep are compared: on validation, where there is any."""
    found = {measure.name: measure for measure in measures_of(study)}
    return found.get("validation_final", found["final"])


def swept_lanes(part: Part) -> list[Swept]:
    """Return what a sweep says of each lane."""
    ledger = Ledger()
    for block, columns in part.done:
        ledger.add(part.study, block, columns)
    measure = measure_of(part.study)
    return [swept(ledger, part.study, lane, measure) for lane in range(len(part.study.lanes))]


def final_name(part: Part) -> str:
    """Return what the losses at the end are of, in words."""
    if isinstance(part.study.experiment, SweepSpec):
        what = "validation loss" if measure_of(part.study).data else "loss"
        return f"{what} (each at its best setting)"
    on_test = isinstance(part.study.problem, DataSpec) and part.study.problem.split[2] > 0
    return "test loss" if on_test else "loss"


def evidence_of(part: Part) -> Evidence:
    """Return the evidence of one task: of a sweep the best settings, of a tuning the chosen on fresh seeds.

    Losses at the end are of the test part where nothing was chosen on the seeds that are told of; of a sweep
    they are those that its settings are compared by.
    """
    if isinstance(part.study.experiment, SweepSpec):
        found = swept_lanes(part)
        evidence = _read(part, "run", [max(each.best, 0) for each in found])
        finals = np.stack([each.losses[max(each.best, 0)] for each in found])
        edges = tuple(
            f"{name} ({axis})"
            for name, each, lane in zip(evidence.lanes, found, part.study.lanes, strict=True)
            for axis, _ in each.edges(lane)
        )
        trials = tuple(len(each.settings) for each in found)
        return replace(evidence, finals=finals, trials=trials, fresh_seeds=False, edges=edges)
    tune = tuning_of(part.study)
    if tune is None:
        return _read(part, "run", [DEFAULT] * len(part.study.lanes))
    lanes = tuned_lanes(part.study, part.done)
    evidence = _read(part, FRESH, [lane.chosen for lane in lanes])
    trials = tuple(len(trial_settings(part.study, 0, lane)) - 1 for lane in range(len(lanes)))
    return replace(evidence, trials=trials, edges=edge_names(part.study, lanes))


def edge_names(study: Study, lanes: Sequence[TunedLane]) -> tuple[str, ...]:
    """Return of which lanes and hyperparameters the chosen value is the outermost that was tried."""
    found, names = [], lane_names(study)
    for lane in lanes:
        name = names[lane.lane]
        if lane.chosen != DEFAULT:
            settings = trial_settings(study, 0, lane.lane)
            found += [f"{name} ({axis})" for axis in _outermost(study, lane, settings)]
    return tuple(found)


def _outermost(study: Study, lane: TunedLane, settings: Settings) -> list[str]:
    found = []
    for place, axis in enumerate(settings.names):
        if parameter_of(study.lanes[lane.lane], axis).kind not in ("real", "integer"):
            continue
        tried = {row[place] for row in settings.rows if len(row) > place}
        value = lane.values.get(axis)
        if len(tried) > 2 and value in (min(tried), max(tried)):
            found.append(axis)
    return found


def _read(part: Part, phase: str, cells: Sequence[int]) -> Evidence:
    study = msgspec.structs.replace(part.study, experiment=None)
    problem, target = problem_for(study, study.seeds[:1])
    on_data = isinstance(problem, DataProblem)
    rows = result_rows(part.done)
    lanes = [_own(rows[0, lane, phase], cell) for lane, cell in enumerate(cells)]
    units = [unit for unit in _UNITS if unit in lanes[0]]
    grain = 1
    if on_data:
        plans = plan_race(study, problem).lanes
        grain = max(int(np.diff(plan.evaluate_at).max(initial=1)) for plan in plans)
    return Evidence(
        lanes=tuple(lane_names(study)),
        seeds=tuple(lanes[0]["seed"].tolist()),
        target=target,
        budget=f"{study.epochs:,} epochs" if on_data else f"{study.steps:,} steps",
        times={unit: np.stack([_times(lane[f"{unit}_to_target"]) for lane in lanes]) for unit in units},
        spent={unit: np.stack([_spent(lane, unit) for lane in lanes]) for unit in units},
        finals=np.stack([_finals(lane) for lane in lanes]),
        diverged=tuple(int((lane["diverged_at"] >= 0).sum()) for lane in lanes),
        paired=is_paired(part.study),
        defaults=default_names(study),
        grain=grain,
    )


def _own(columns: Columns, cell: int) -> Columns:
    """Return the runs of one setting, by seed, as lanes may be paired."""
    own = np.flatnonzero(columns["cell"] == cell)
    own = own[np.argsort(columns["seed"][own], kind="stable")]
    return {name: values[own] for name, values in columns.items() if name != "curve_steps"}


def _times(steps: npt.NDArray[np.int64]) -> Floats:
    return np.where(steps < 0, np.inf, steps.astype(np.float64))


def _spent(lane: Mapping[str, npt.NDArray[np.int64]], unit: str) -> Floats:
    """Return what each run spent: one that diverged stopped there, its share of the whole."""
    whole, at = lane[unit].astype(np.float64), lane["diverged_at"]
    return np.where(at < 0, whole, whole * at / np.maximum(lane["steps"], 1))


def _finals(lane: Columns) -> Floats:
    values = np.array(lane.get("test_loss", lane["final"]), dtype=np.float64)
    return np.where((lane["diverged_at"] >= 0) | np.isnan(values), np.inf, values)
