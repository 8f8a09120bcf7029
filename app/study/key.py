"""Every key of a study's file is known, or named in an error: nothing is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, get_args

from ..engine.error import InputError, unknown_name
from ..engine.lane import Change
from .curve import CurveSpec
from .experiment.spec import Axis, TaskSpec, TuneSpec
from .spec import DataSpec, ExperimentSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec

__all__ = ["check_keys"]

_WHOLE = ("format", "schema", "app_version", "study")
_PROBLEMS = {"surface": SurfaceSpec, "data": DataSpec}
_EXPERIMENTS = {str(kind.__struct_config__.tag): kind for kind in get_args(ExperimentSpec)}
_COLOUR = re.compile(r"(#[0-9a-fA-F]{6}|[1-9][0-9]?)?")


def check_keys(whole: dict[str, Any]) -> None:
    """Check the keys of a file's content, before its values are read.

    Parameters
    ----------
    whole : dict
        As parsed, of the present schema.

    Raises
    ------
    InputError
        For the first key that has no meaning, with the nearest that has one.
    """
    _check("file", whole, _WHOLE, "")
    study = whole["study"]
    _check("study", study, Study.__struct_fields__, "")
    _check_kind("problem", study.get("problem"), _PROBLEMS, "problem")
    _check_experiment(study.get("experiment"))
    for index, curve in enumerate(_items(study.get("curves"))):
        _check("curve", curve, CurveSpec.__struct_fields__, f"curves[{index}]")
    for index, lane in enumerate(_items(study.get("lanes"))):
        where = f"lanes[{index}]"
        _check("lane", lane, LaneSpec.__struct_fields__, where)
        colour = lane.get("colour", "")
        if isinstance(colour, str) and not _COLOUR.fullmatch(colour):
            rule = "A colour is '#rrggbb', a number from 1 to 99 or empty"
            raise InputError(f"{rule}, but '{colour}' was given.", f"{where}.colour")
        batch = lane.get("batch_size")
        if isinstance(batch, str) and batch != "full":
            rule = "A batch size is a whole number, 'full', or null for the optimizer's usual one"
            raise InputError(f"{rule}, but '{batch}' was given.", f"{where}.batch_size")
        if isinstance(lane.get("schedule"), dict):
            _check("schedule", lane["schedule"], ScheduleSpec.__struct_fields__, f"{where}.schedule")
        for number, each in enumerate(_items(lane.get("filters"))):
            _check("filter", each, FilterSpec.__struct_fields__, f"{where}.filters[{number}]")
        for number, change in enumerate(_items(lane.get("changes"))):
            _check("change", change, [field.name for field in fields(Change)], f"{where}.changes[{number}]")


def _check_experiment(found: Any) -> None:
    if not isinstance(found, dict):
        return
    _check_kind("experiment", found, _EXPERIMENTS, "experiment")
    for index, task in enumerate(_items(found.get("tasks"))):
        where = f"experiment.tasks[{index}]"
        _check("task", task, TaskSpec.__struct_fields__, where)
        _check_kind("problem", task.get("problem"), _PROBLEMS, f"{where}.problem")
    tune = found.get("tune")
    if isinstance(tune, dict):
        _check("tuning", tune, ("kind", *TuneSpec.__struct_fields__), "experiment.tune")
    for owner, where in ((found, "experiment"), (tune if isinstance(tune, dict) else {}, "experiment.tune")):
        for index, axis in enumerate(_items(owner.get("axes"))):
            _check("axis", axis, Axis.__struct_fields__, f"{where}.axes[{index}]")


def _check_kind(owner: str, found: Any, kinds: Mapping[str, Any], where: str) -> None:
    if not isinstance(found, dict):
        return
    kind = found.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise unknown_name(f"kind of {owner}", kind, kinds).at(f"{where}.kind")
    _check(owner, found, ("kind", *kinds[kind].__struct_fields__), where)


def _check(owner: str, found: dict[str, Any], known: Iterable[str], where: str) -> None:
    names = tuple(known)
    for key in found:
        if key not in names:
            error = unknown_name(f"key of a {owner}", key, names)
            raise error.at(where) if where else error


def _items(value: Any) -> list[dict[str, Any]]:
    # What is no list of objects is left to the type check, which words it better.
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
