"""Whether a study can be raced: the first value that is wrong is named, with its place."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..engine.dataset import datasets
from ..engine.error import InputError
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.parameter import Parameter, check_values
from ..engine.quantity import quantities
from .check_around import check_filters, check_schedule
from .check_pairing import check_pairing, check_streams
from .curve import check_curves
from .place import placed
from .prediction import check_prediction
from .spec import DataSpec, LaneSpec, Study, SurfaceSpec
from .surface import surface_of

__all__ = ["LANE_LIMIT", "check_study", "placed"]

LANE_LIMIT = 32
SEED_LIMIT = 1000
SEED_MAXIMUM = 2**63 - 1
STEP_LIMIT = 10_000_000
EPOCH_LIMIT = 100_000
EVALUATION_LIMIT = 1000
EVALUATIONS_LIMIT = 1_000_000
BATCH_MAXIMUM = 2**31 - 1
FARTHEST = 1e6


def check_study(study: Study) -> None:
    """Check what can be checked without loading data.

    Raises
    ------
    InputError
        With the place in the study.
    """
    _check_list("lanes", study.lanes, "A race has {} lanes", LANE_LIMIT)
    _check_list("seeds", study.seeds, "A race has {} seeds", SEED_LIMIT)
    for index, seed in enumerate(study.seeds):
        _check_whole(f"seeds[{index}]", seed, "A seed is a whole number {}", 0, SEED_MAXIMUM)
    check_pairing(study.pairing)
    if isinstance(study.problem, SurfaceSpec):
        _check_whole("steps", study.steps, "A race has {} steps", 1, STEP_LIMIT)
        with placed("problem"):
            _check_surface(study.problem)
    elif isinstance(study.problem, DataSpec):
        _check_whole("epochs", study.epochs, "A race has {} epochs", 1, EPOCH_LIMIT)
        rule = "An epoch has {} evaluations of the whole sets"
        _check_whole("evaluations_per_epoch", study.evaluations_per_epoch, rule, 1, EVALUATION_LIMIT)
        if study.epochs * study.evaluations_per_epoch > EVALUATIONS_LIMIT:
            raise InputError(
                f"A race has up to {EVALUATIONS_LIMIT:,} evaluations of the whole sets, but {study.epochs:,} "
                f"epochs with {study.evaluations_per_epoch:,} each were given. The nearest valid choice is "
                f"{EVALUATIONS_LIMIT // study.epochs:,}.",
                "evaluations_per_epoch",
            )
        with placed("problem"):
            _check_data(study.problem)
    else:
        raise InputError(
            f"The problem is a surface or a data set, but {study.problem!r} was given. "
            "Take a SurfaceSpec or a DataSpec.",
            "problem",
        )
    if study.target is not None and not _is_number(study.target):
        raise InputError(
            f"The target is a finite loss, but {study.target!r} was given. Leave it out to have one chosen.",
            "target",
        )
    _check_quantities(study.quantities)
    check_prediction(study.prediction)
    check_curves(study.curves)
    for index, lane in enumerate(study.lanes):
        with placed(f"lanes[{index}]"):
            _check_lane(lane)
            kind = optimizers[lane.optimizer]
            if kind.no_surface and isinstance(study.problem, SurfaceSpec):
                raise InputError(
                    f"{kind.title} cannot race on a surface: {kind.no_surface} Choose a data set and a "
                    "model, or another optimizer.",
                    "optimizer",
                )
    check_streams(study)
    if study.experiment is not None:
        from .experiment.kind import kind_of  # what most studies do without

        with placed("experiment"):
            kind_of(study).check(study)


def _check_quantities(names: object) -> None:
    if not isinstance(names, (tuple, list)):
        raise InputError(f"Quantities are a list of names, but {names!r} was given.", "quantities")
    for index, name in enumerate(names):
        with placed(f"quantities[{index}]"):
            kind = quantities[name]
            if not kind.asked:
                raise InputError(
                    f"{kind.title} is always recorded where the problem has it, but it was asked for. Leave "
                    f"it out."
                )
            if name in names[:index]:
                raise InputError(f"A quantity is asked for once, but '{name}' is there twice.")


def _check_surface(spec: SurfaceSpec) -> None:
    surface = surface_of(spec)
    if spec.start is not None:
        rule = f"The start is a point (x, y) with |x| and |y| up to {FARTHEST:g}"
        usual = "({:g}, {:g})".format(*surface.starts[0])
        if not isinstance(spec.start, (tuple, list)) or len(spec.start) != 2:
            raise InputError(f"{rule}, but {spec.start!r} was given. A good one is {usual}.", "start")
        for index, value in enumerate(spec.start):
            if not _is_number(value):
                raise InputError(
                    f"{rule}, but {value!r} was given. A good one is {usual}.", f"start[{index}]"
                )
            if abs(value) > FARTHEST:
                near = math.copysign(FARTHEST, value)
                raise InputError(
                    f"{rule}, but {value:g} was given. The nearest valid choice is {near:g}.",
                    f"start[{index}]",
                )
    for name in ("noise", "spread"):
        value = getattr(spec, name)
        if not _is_number(value) or value < 0:
            raise InputError(
                f"{name} is a number of at least 0, but {value!r} was given. The nearest valid value is 0.",
                name,
            )


def _check_data(spec: DataSpec) -> None:
    dataset = None
    if spec.dataset == "file":
        if spec.file is None or not spec.file.path:
            raise InputError("The data set 'file' needs the file that holds it.", "file")
    else:
        with placed("dataset"):
            dataset = datasets[spec.dataset]
        _check_values(
            "dataset_parameters", f"dataset {dataset.name}", dataset.parameters, spec.dataset_parameters
        )
    with placed("model"):
        model = models[spec.model]
        if dataset is not None and dataset.task not in model.tasks:
            fitting = ", ".join(other.name for other in models if dataset.task in other.tasks)
            raise InputError(
                f"The data set {dataset.name} is a {dataset.task} task, which the model {model.name} cannot "
                f"do. Choose one of: {fitting}."
            )
    _check_values("model_parameters", f"model {model.name}", model.parameters, spec.model_parameters)
    if not isinstance(spec.standardise, bool):
        raise InputError(
            f"standardise is a switch: true or false, but {spec.standardise!r} was given.", "standardise"
        )
    parts = spec.split
    if not isinstance(parts, (tuple, list)) or len(parts) != 3 or not all(map(_is_number, parts)):
        raise InputError(
            f"The split is three fractions (training, validation, test), but {parts!r} was given. "
            "A usual choice is (0.7, 0.15, 0.15).",
            "split",
        )
    _check_whole("split_seed", spec.split_seed, "A seed is a whole number {}", 0, SEED_MAXIMUM)
    noise = spec.label_noise
    if not _is_number(noise) or not 0.0 <= noise <= 1.0:
        near = min(max(noise, 0.0), 1.0) if _is_number(noise) else 0.0
        raise InputError(
            f"The label noise is a share from 0 to 1, but {noise!r} was given. The nearest valid choice is "
            f"{near:g}.",
            "label_noise",
        )


def _check_lane(lane: LaneSpec) -> None:
    if not isinstance(lane, LaneSpec):
        raise InputError(f"A lane is an optimizer with its hyperparameters, but {lane!r} was given.")
    with placed("optimizer"):
        optimizer = optimizers[lane.optimizer]
    known = {parameter.name: parameter for parameter in optimizer.parameters}
    given = lane.hyperparameters
    for name in given if isinstance(given, Mapping) else ():
        if name not in known and name in optimizers.names():
            raise InputError(
                f"{optimizer.title} has no hyperparameter '{name}', but there is an optimizer of that name: "
                f"use the lane '{name}'.",
                f"hyperparameters.{name}",
            )
    _check_values("hyperparameters", optimizer.name, optimizer.parameters, given)
    if lane.batch_size is not None and lane.batch_size != "full":
        rule = "The batch size is 'full' or a whole number {}"
        _check_whole("batch_size", lane.batch_size, rule, 1, BATCH_MAXIMUM)
    check_schedule(lane)
    check_filters(lane)
    for index, change in enumerate(lane.changes):
        with placed(f"changes[{index}]"):
            _check_whole("step", change.step, "A change comes after a step {}", 0, STEP_LIMIT)
            check_values(optimizer.name, optimizer.parameters, {change.name: change.value})
            if not known[change.name].live:
                raise InputError(
                    f"{change.name} is fixed when a run starts, but a change to {change.value!r} was given. "
                    "Set it among the lane's hyperparameters.",
                    change.name,
                )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _check_whole(where: str, value: object, rule: str, low: int, high: int) -> None:
    rule = rule.format(f"from {low} to {high:,}")
    if isinstance(value, bool) or not isinstance(value, int):
        near = min(max(round(value), low), high) if _is_number(value) else low  # type: ignore[call-overload]
        raise InputError(f"{rule}, but {value!r} was given. The nearest valid choice is {near:,}.", where)
    if not low <= value <= high:
        near = low if value < low else high
        raise InputError(f"{rule}, but {value:,} was given. The nearest valid choice is {near:,}.", where)


def _check_list(where: str, value: object, rule: str, most: int) -> None:
    rule = rule.format(f"1 to {most:,}")
    if not isinstance(value, (tuple, list)):
        raise InputError(f"{rule}, but {value!r} was given, which is not a list.", where)
    if not 1 <= len(value) <= most:
        near = 1 if not value else most
        raise InputError(
            f"{rule}, but {len(value):,} were given. The nearest valid choice is {near:,}.", where
        )


def _check_values(where: str, owner: str, parameters: tuple[Parameter, ...], given: object) -> None:
    with placed(where):
        if not isinstance(given, Mapping):
            raise InputError(f"{where} are values by name, such as {{'lr': 0.1}}, but {given!r} was given.")
        check_values(owner, parameters, given)
