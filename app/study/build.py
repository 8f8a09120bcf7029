"""From a study to a race: everything is checked and allocated before anything runs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..engine.dataset import datasets
from ..engine.error import InputError
from ..engine.history import History, LanePlan, RacePlan
from ..engine.lane import Lane
from ..engine.model import Model, models
from ..engine.optimizer import Optimizer, optimizers
from ..engine.parameter import check_values
from ..engine.problem import DataProblem, Problem, SurfaceProblem
from ..engine.race import Race
from ..engine.split import split_table
from ..engine.surface import surfaces
from .spec import DataSpec, LaneSpec, Study, SurfaceSpec

__all__ = [
    "LANE_LIMIT",
    "MEMORY_LIMIT",
    "build_problem",
    "build_race",
    "check_study",
    "lane_names",
    "plan_race",
]

LANE_LIMIT = 32
SEED_LIMIT = 1000
STEP_LIMIT = 10_000_000
MEMORY_LIMIT = 4 * 2**30
_SNAPSHOT_BYTES = 32 * 2**20
_SNAPSHOTS = (16, 2000)


def check_study(study: Study) -> None:
    """Check what can be checked without loading data.

    Raises
    ------
    InputError
        With the place in the study.
    """
    _check_range("lanes", len(study.lanes), 1, LANE_LIMIT, "A race has {low} to {high} lanes")
    _check_range("seeds", len(study.seeds), 1, SEED_LIMIT, "A race has {low} to {high} seeds")
    for index, seed in enumerate(study.seeds):
        _check_range(f"seeds[{index}]", seed, 0, 2**63 - 1, "A seed is a whole number from {low} to {high}")
    if isinstance(study.problem, SurfaceSpec):
        _check_range("steps", study.steps, 1, STEP_LIMIT, "A race has {low} to {high:,} steps")
        _check_surface(study.problem)
    else:
        _check_range("epochs", study.epochs, 1, 100_000, "A race has {low} to {high:,} epochs")
        _check_range(
            "evaluations_per_epoch",
            study.evaluations_per_epoch,
            1,
            1000,
            "Evaluations per epoch are {low} to {high}",
        )
        _place("problem", lambda: _check_data(study.problem))
    if study.target is not None and not math.isfinite(study.target):
        raise InputError(
            f"The target is a finite loss, but {study.target} was given. Leave it out to have one chosen.",
            "target",
        )
    for index, lane in enumerate(study.lanes):
        _place(f"lanes[{index}]", lambda lane=lane: _check_lane(lane))


def build_problem(study: Study) -> Problem:
    """Return the problem with its data loaded.

    Raises
    ------
    InputError
    """
    spec = study.problem
    if isinstance(spec, SurfaceSpec):
        surface = surfaces[spec.surface](spec.parameters)
        return SurfaceProblem(surface, spec.start or surface.starts[0], study.seeds, spec.noise, spec.spread)
    dataset = datasets[spec.dataset](spec.dataset_parameters)
    table = dataset.load()
    split = split_table(table, spec.split, spec.split_seed, spec.standardise)
    model = models[spec.model](
        table.features.shape[1], max(len(table.class_names), 1), dataset.task, spec.model_parameters
    )
    return DataProblem(dataset, table, split, model, study.seeds)


def plan_race(study: Study, problem: Problem) -> RacePlan:
    """Return how much each lane will record.

    Raises
    ------
    InputError
        If it would not fit into `MEMORY_LIMIT`.
    """
    runs = len(study.seeds)
    if isinstance(problem, SurfaceProblem):
        plan = RacePlan(tuple(LanePlan(runs, 2, study.steps, path=True) for _ in study.lanes))
        budget, name = study.steps, "steps"
    else:
        plan = RacePlan(tuple(_plan_data(study, lane, problem) for lane in study.lanes))
        budget, name = study.epochs, "epochs"
    if plan.nbytes > MEMORY_LIMIT:
        fits = max(1, int(budget * MEMORY_LIMIT / plan.nbytes * 0.98))
        raise InputError(
            f"The history of a race takes at most {MEMORY_LIMIT / 2**30:.0f} GiB, but {budget:,} {name} with "
            f"{len(study.lanes)} lanes and {runs} seeds need {plan.nbytes / 2**30:.1f} GiB. About {fits:,} {name} fit.",
            name,
        )
    return plan


def build_race(
    study: Study, buffer: Callable[[RacePlan], Any] | None = None, problem: Problem | None = None
) -> Race:
    """Return a race that is ready to begin.

    Parameters
    ----------
    study : Study
    buffer : callable, optional
        Gets the plan and returns the memory to record into (zeroed); private memory by default.
    problem : Problem, optional
        What `build_problem` gave for this study, if it is at hand.

    Raises
    ------
    InputError
        The rule, the value received and the nearest valid choice, with the place in the study.
    """
    check_study(study)
    problem = build_problem(study) if problem is None else problem
    plan = plan_race(study, problem)
    history = History(plan, None if buffer is None else buffer(plan))
    lanes = []
    for spec, record in zip(study.lanes, history.lanes, strict=True):
        optimizer = optimizers[spec.optimizer](
            len(study.seeds), problem.params, spec.hyperparameters, problem.order
        )
        lanes.append(Lane(problem, optimizer, record, spec.changes))
    return Race(lanes, history)


def lane_names(study: Study) -> list[str]:
    """Return a name for each lane, all different: the given one, or the optimizer's title and what tells it apart."""
    titles = [lane.name or optimizers[lane.optimizer].title for lane in study.lanes]
    names: list[str] = []
    for index, (lane, title) in enumerate(zip(study.lanes, titles, strict=True)):
        name = title
        if not lane.name and titles.count(title) > 1:
            name = f"{title} {_difference(study, index)}".strip()
        base, count = name, 2
        while name in names:
            name, count = f"{base} ({count})", count + 1
        names.append(name)
    return names


def _difference(study: Study, index: int) -> str:
    lane = study.lanes[index]
    same = [other for other in study.lanes if optimizers[other.optimizer] is optimizers[lane.optimizer]]
    parts = []
    for parameter in optimizers[lane.optimizer].parameters:
        values = {str(other.hyperparameters.get(parameter.name, parameter.default)) for other in same}
        if len(values) > 1:
            value = lane.hyperparameters.get(parameter.name, parameter.default)
            parts.append(
                f"{parameter.name}={value:g}" if isinstance(value, float) else f"{parameter.name}={value}"
            )
    if len({other.batch_size for other in same}) > 1:
        parts.append(f"batch={lane.batch_size or 'default'}")
    return " ".join(parts)


def _check_surface(spec: SurfaceSpec) -> None:
    surface = _place("problem.surface", lambda: surfaces[spec.surface])
    _place(
        "problem.parameters",
        lambda: check_values(f"surface {surface.name}", surface.parameters, spec.parameters),
    )
    for axis, value in zip("xy", spec.start or (0.0, 0.0), strict=True):
        if not (math.isfinite(value) and abs(value) <= 1e6):
            raise InputError(
                f"The start is a point with |x|, |y| up to 1e6, but {axis} = {value} was given.",
                "problem.start",
            )
    for name in ("noise", "spread"):
        value = getattr(spec, name)
        if not (math.isfinite(value) and value >= 0):
            raise InputError(
                f"{name} is a number of at least 0, but {value} was given. The nearest valid value is 0.",
                f"problem.{name}",
            )


def _check_data(spec: DataSpec) -> None:
    dataset = datasets[spec.dataset]
    check_values(f"dataset {dataset.name}", dataset.parameters, spec.dataset_parameters)
    model: type[Model] = models[spec.model]
    if dataset.task not in model.tasks:
        fitting = ", ".join(other.name for other in models if dataset.task in other.tasks)
        raise InputError(
            f"The data set {dataset.name} is a {dataset.task} task, which the model {model.name} cannot do. Choose one of: {fitting}.",
            "model",
        )
    check_values(f"model {model.name}", model.parameters, spec.model_parameters)


def _check_lane(lane: LaneSpec) -> None:
    optimizer: type[Optimizer] = optimizers[lane.optimizer]
    known = {parameter.name for parameter in optimizer.parameters}
    for name in lane.hyperparameters:
        if name not in known and name in optimizers.names():
            raise InputError(
                f"{optimizer.title} has no hyperparameter '{name}', but there is an optimizer of that name: "
                f"use the lane '{name}'.",
                f"hyperparameters.{name}",
            )
    _place(
        "hyperparameters", lambda: check_values(optimizer.name, optimizer.parameters, lane.hyperparameters)
    )
    if isinstance(lane.batch_size, int) and lane.batch_size < 1:
        raise InputError(
            f"A batch has at least 1 example, but {lane.batch_size} was given. The nearest valid value is 1.",
            "batch_size",
        )
    for index, change in enumerate(lane.changes):
        _place(
            f"changes[{index}]",
            lambda change=change: check_values(
                optimizer.name, optimizer.parameters, {change.name: change.value}
            ),
        )


def _plan_data(study: Study, lane: LaneSpec, problem: DataProblem) -> LanePlan:
    usual = optimizers[lane.optimizer].batch_size if lane.batch_size is None else lane.batch_size
    n = problem.examples
    batch = n if usual is None or usual == "full" else min(int(usual), n)
    per_epoch = -(-n // batch)
    steps = per_epoch * study.epochs
    runs = len(study.seeds)
    kept = int(np.clip(_SNAPSHOT_BYTES // (8 * runs * problem.params), *_SNAPSHOTS))
    return LanePlan(
        runs, problem.params, steps, path=False, batch_size=batch, examples=n, steps_per_epoch=per_epoch,
        evaluate_at=_spaced(steps, study.epochs * study.evaluations_per_epoch + 1),
        evaluated=problem.evaluated,
        snapshot_at=_spaced(steps, kept),
    )  # fmt: skip


def _spaced(steps: int, count: int) -> npt.NDArray[np.int64]:
    """Whole numbers from 0 to ``steps``, at most ``count``, evenly spread, both ends included."""
    return np.unique(np.arange(count, dtype=np.int64) * steps // max(count - 1, 1))


def _check_range(where: str, value: object, low: int, high: int, rule: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{rule.format(low=low, high=high)}, but {value!r} was given.", where)
    if not low <= value <= high:
        near = low if value < low else high
        raise InputError(
            f"{rule.format(low=low, high=high)}, but {value:,} were given. The nearest valid choice is {near:,}.",
            where,
        )


def _place(where: str, check: Callable[[], Any]) -> Any:
    try:
        return check()
    except InputError as error:
        raise error.at(where) from None
