"""Every key of a study's file is known, or named in an error: nothing is dropped in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from ..engine.error import InputError, unknown_name
from ..engine.lane import Change
from .spec import DataSpec, FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec

__all__ = ["check_keys"]

_WHOLE = ("format", "schema", "app_version", "study")
_PROBLEMS = {"surface": SurfaceSpec, "data": DataSpec}
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
    problem = study.get("problem")
    if isinstance(problem, dict):
        kind = problem.get("kind")
        if not isinstance(kind, str) or kind not in _PROBLEMS:
            raise unknown_name("kind of problem", kind, _PROBLEMS).at("problem.kind")
        _check("problem", problem, ("kind", *_PROBLEMS[kind].__struct_fields__), "problem")
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


def _check(owner: str, found: dict[str, Any], known: Iterable[str], where: str) -> None:
    names = tuple(known)
    for key in found:
        if key not in names:
            error = unknown_name(f"key of a {owner}", key, names)
            raise error.at(where) if where else error


def _items(value: Any) -> list[dict[str, Any]]:
    # What is no list of objects is left to the type check, which words it better.
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
