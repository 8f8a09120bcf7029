"""From a study to a race: everything is checked and allocated before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ..engine.dataset import Dataset
from ..engine.error import InputError
from ..engine.filter import Filter, filters
from ..engine.history import History, LaneHistory, LanePlan, RacePlan
from ..engine.lane import Lane
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.problem import DataProblem, Problem, SurfaceProblem
from ..engine.quantity import MeasuredQuantity, quantities
from ..engine.race import Race
from ..engine.schedule import Schedule, schedules
from ..engine.split import split_table
from .around import accumulated
from .check import LANE_LIMIT, check_study
from .file_dataset import FileDataset, dataset_of
from .lane_name import lane_names
from .pairing import lane_seeds
from .place import placed
from .spec import LaneSpec, Study, SurfaceSpec
from .surface import problem_class, surface_of

__all__ = [
    "LANE_LIMIT",
    "MEMORY_LIMIT",
    "build_lane",
    "build_problem",
    "build_race",
    "check_study",
    "lane_names",
    "plan_race",
]

MEMORY_LIMIT = 4 * 2**30
_SNAPSHOT_BYTES = 32 * 2**20
_SNAPSHOTS = (16, 600)
_MEASUREMENTS = 501  # on a surface


def build_problem(study: Study, folder: Path | None = None) -> Problem:
    """Return the problem with its data loaded.

    Parameters
    ----------
    study : Study
    folder : Path, optional
        Of the table of a person's own file, if that is to be had from there; see `FileDataset`.

    Raises
    ------
    InputError
    """
    spec = study.problem
    if isinstance(spec, SurfaceSpec):
        with placed("problem"):
            surface = surface_of(spec)
        kind = problem_class(surface)
        return kind(surface, spec.start or surface.starts[0], study.seeds, spec.noise, spec.spread)
    with placed("problem"):
        dataset = dataset_of(spec, folder)
        table = dataset.load()
        _check_task(spec.model, dataset)
    with placed("problem"):
        if isinstance(dataset, FileDataset):
            split = dataset.split(spec)
        else:
            split = split_table(table, spec.split, spec.split_seed, spec.standardise, spec.label_noise)
    with placed("problem.model_parameters"):
        inputs, outputs = table.features.shape[1], max(len(table.class_names), 1)
        model = models[spec.model](inputs, outputs, dataset.task, spec.model_parameters)
    return DataProblem(dataset, table, split, model, study.seeds)


def _check_task(model: str, dataset: Dataset) -> None:
    """Check once more with the table at hand: what a file holds is not known before it is read."""
    if dataset.task not in models[model].tasks:
        fitting = ", ".join(other.name for other in models if dataset.task in other.tasks)
        raise InputError(
            f"{dataset.title} is a {dataset.task} task, which the model {model} cannot do. Choose one of: "
            f"{fitting}.",
            "model",
        )


def plan_race(study: Study, problem: Problem) -> RacePlan:
    """Return how much each lane will record.

    Raises
    ------
    InputError
        If it would not fit into `MEMORY_LIMIT`.
    """
    plan = _plan(study, problem)
    if plan.nbytes <= MEMORY_LIMIT:
        return plan
    name = "steps" if isinstance(problem, SurfaceProblem) else "epochs"
    budget, runs = getattr(study, name), len(study.seeds)
    refusal = (
        f"The history of a race takes at most {MEMORY_LIMIT / 2**30:.0f} GiB, but {budget:,} {name} with "
        f"{len(study.lanes)} {'lane' if len(study.lanes) == 1 else 'lanes'} and "
        f"{runs} {'seed' if runs == 1 else 'seeds'} need {plan.nbytes / 2**30:.1f} GiB."
    )
    fits = budget * MEMORY_LIMIT // plan.nbytes  # at most: some of the memory does not grow with the budget
    while fits and _plan(msgspec.structs.replace(study, **{name: fits}), problem).nbytes > MEMORY_LIMIT:
        fits = fits * 95 // 100
    if fits:
        raise InputError(f"{refusal} About {fits:,} {name} fit.", name)
    raise InputError(f"{refusal} Take fewer seeds or a smaller model.", "seeds")


def build_race(
    study: Study,
    buffer: Callable[[RacePlan], Any] | None = None,
    problem: Problem | None = None,
    plan: RacePlan | None = None,
    by_run: Mapping[str, npt.NDArray[np.float64]] | None = None,
) -> Race:
    """Return a race that is ready to begin.

    Parameters
    ----------
    study : Study
    buffer : callable, optional
        Gets the plan and returns the memory to record into (zeroed); private memory by default.
    problem : Problem, optional
        What `build_problem` gave for this study, if it is at hand.
    plan : RacePlan, optional
        What `plan_race` gave, if less of it is to be recorded.
    by_run : mapping, optional
        Hyperparameters of all lanes that differ by run, each of shape (runs,).

    Raises
    ------
    InputError
        The rule, the value received and the nearest valid choice, with the place in the study.
    """
    check_study(study)
    problem = build_problem(study) if problem is None else problem
    plan = plan_race(study, problem) if plan is None else plan
    history = History(plan, None if buffer is None else buffer(plan))
    lanes = []
    for index, record in enumerate(history.lanes):
        seeds = lane_seeds(study, index)
        own = problem if study.pairing == "paired" else problem.seeded(seeds)
        lanes.append(build_lane(study, index, own, record, seeds, by_run=by_run))
    return Race(lanes, history)


def build_lane(
    study: Study,
    index: int,
    problem: Problem,
    history: LaneHistory,
    seeds: tuple[int, ...],
    kind: type[Lane] = Lane,
    by_run: Mapping[str, Any] | None = None,
) -> Lane:
    """Return one lane of a study that was checked, with all that is around its steps.

    Parameters
    ----------
    study : Study
    index : int
    problem : Problem
    history : LaneHistory
        What it records into; its plan says how many runs there are.
    seeds : tuple of int
        Of each run, or one for all, as on a `StartsProblem`: filters that draw then give all runs the same.
    kind : type of Lane
    by_run : mapping, optional
        Hyperparameters that have a value for each run.

    Raises
    ------
    InputError
    """
    spec, plan = study.lanes[index], history.plan
    optimizer = optimizers[spec.optimizer](
        plan.runs,
        problem.params,
        {**spec.hyperparameters, **(by_run or {})},
        problem.order,
        problem.layers,
    )
    with placed(f"lanes[{index}].schedule.parameters"):
        schedule = _schedule(spec, plan)
    around = []
    for each in spec.filters:
        filter_kind = filters[each.name]
        draws = filter_kind.draw is not Filter.draw  # numbers of one run broadcast to all
        own = seeds if draws or len(seeds) == plan.runs else seeds * plan.runs
        around.append(filter_kind(problem.params, each.parameters, problem.order, own, plan.steps))
    return kind(problem, optimizer, history, spec.changes, schedule, tuple(around))


def _schedule(lane: LaneSpec, plan: LanePlan) -> Schedule | None:
    spec = lane.schedule
    if spec is None:
        return None
    schedule = schedules[spec.name](plan.steps, spec.parameters, spec.warmup)
    column = getattr(schedule, "column", "loss")
    if plan.examples and column not in plan.evaluated:
        raise InputError(
            f"{schedule.title} waits for the loss of the validation part, which is empty. Give the split a "
            "validation part, or wait for the training loss.",
            "watched",
        )
    return schedule


def _plan(study: Study, problem: Problem) -> RacePlan:
    if isinstance(problem, SurfaceProblem):
        runs = len(study.seeds)
        return RacePlan(
            tuple(
                LanePlan(
                    runs,
                    problem.params,
                    study.steps,
                    path=problem.path,
                    accumulate=accumulated(lane),
                    snapshot_at=_spaced(study.steps, 0 if problem.path else _kept(runs, problem)),
                    measure_at=_spaced(study.steps, _MEASUREMENTS),
                    measured=_measured(study, lane, problem),
                )
                for lane in study.lanes
            )
        )
    return RacePlan(tuple(_plan_data(study, lane, problem) for lane in study.lanes))


def _plan_data(study: Study, lane: LaneSpec, problem: DataProblem) -> LanePlan:
    usual = optimizers[lane.optimizer].batch_size if lane.batch_size is None else lane.batch_size
    n = problem.examples
    batch = n if usual is None or usual == "full" else min(int(usual), n)
    each = accumulated(lane)
    per_epoch = -(-n // batch)
    per_epoch = -(-per_epoch // each)
    steps = per_epoch * study.epochs
    runs = len(study.seeds)
    evaluate_at = _spaced(steps, study.epochs * study.evaluations_per_epoch + 1)
    return LanePlan(
        runs, problem.params, steps, path=False, batch_size=batch, examples=n, steps_per_epoch=per_epoch,
        evaluate_at=evaluate_at,
        evaluated=problem.evaluated,
        measure_at=evaluate_at,
        measured=_measured(study, lane, problem),
        snapshot_at=_spaced(steps, _kept(runs, problem)),
        accumulate=each,
    )  # fmt: skip


def _measured(study: Study, lane: LaneSpec, problem: Problem) -> tuple[str, ...]:
    """Return what was asked for and a lane has, each with its reference, in the order of the list."""
    asked = set(study.quantities)
    for name in study.quantities:
        kind = quantities[name]
        if issubclass(kind, MeasuredQuantity) and kind.reference:
            asked.add(kind.reference)
    optimizer = optimizers[lane.optimizer]
    kinds = sorted((quantities[name] for name in asked), key=lambda kind: kind.rank)
    return tuple(
        kind.name
        for kind in kinds
        if issubclass(kind, MeasuredQuantity) and kind().available(problem) and kind().fits(optimizer)
    )


def _kept(runs: int, problem: Problem) -> int:
    """Return how many snapshots of the parameters are kept."""
    return int(np.clip(_SNAPSHOT_BYTES // (8 * runs * problem.params), *_SNAPSHOTS))


def _spaced(steps: int, count: int) -> npt.NDArray[np.int64]:
    """Whole numbers from 0 to ``steps``, at most ``count``, evenly spread, both ends included."""
    count = min(count, steps + 1)
    return np.unique(np.arange(count, dtype=np.int64) * steps // max(count - 1, 1))
