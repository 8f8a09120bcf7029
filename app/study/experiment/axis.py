"""What an axis may be, and a lane with the values that axes give it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec

from ...engine.error import InputError, unknown_name
from ...engine.filter import filters
from ...engine.optimizer import optimizers
from ...engine.parameter import Parameter
from ...engine.schedule import WARMUP, schedules
from ..around import around_texts, parse_around
from ..check import BATCH_MAXIMUM
from ..phrase import cut, value_text
from ..spec import LaneSpec
from .spec import Axis

__all__ = ["check_axis", "is_by_run", "lane_with", "parameter_of", "usual_spacing"]

COUNT_LIMIT = 100_000

_BATCH = Parameter(
    "batch_size", 32, "Examples in a mini-batch.",
    kind="integer", low=1, high=BATCH_MAXIMUM, scale="log", slider=(1, 1024), live=False,
)  # fmt: skip


def parameter_of(lane: LaneSpec, name: str) -> Parameter:
    """Return what an axis of a lane varies, by its name in the short notation.

    Raises
    ------
    InputError
        If the lane has none of that name, with the nearest.
    """
    optimizer = optimizers[lane.optimizer]
    own = {parameter.name: parameter for parameter in optimizer.parameters}
    if name in own:
        return own[name]
    if name == "batch_size":
        return _BATCH
    if name == "warmup":
        return WARMUP
    owner, dot, inner = name.partition(".")
    if owner == "schedule":
        if not dot:
            names = tuple(schedules.names())
            return Parameter("schedule", names[0], "", kind="choice", choices=names)
        if lane.schedule is None:
            raise InputError(f"{name} needs a schedule, and the lane has none. Give it one, such as cosine.")
        kind = schedules[lane.schedule.name]
        known = {parameter.name.lower(): parameter for parameter in kind.parameters}
        if inner.lower() not in known:
            raise unknown_name(f"parameter of the schedule {kind.name}", inner, known)
        return replace(known[inner.lower()], name=name)
    if owner in filters:
        declared = filters[owner].parameters
        known = {parameter.name: parameter for parameter in declared}
        if dot and inner not in known:
            raise unknown_name(f"parameter of the filter {owner}", inner, known)
        return replace(known[inner] if dot else declared[0], name=name)
    raise unknown_name(
        f"hyperparameter of {optimizer.name}", name, (*own, "batch_size", "schedule", "warmup")
    )


def is_by_run(lane: LaneSpec, name: str) -> bool:
    """Return whether the runs of one block may differ in it, as they do in numbers of the optimizer."""
    return any(each.name == name and each.kind == "real" for each in optimizers[lane.optimizer].parameters)


def usual_spacing(parameter: Parameter) -> str:
    """Return how the values of an axis lie if nobody says: as its slider is spaced."""
    return parameter.scale


def lane_with(lane: LaneSpec, values: Mapping[str, Any]) -> LaneSpec:
    """Return a lane with other values.

    Parameters
    ----------
    lane : LaneSpec
    values : mapping
        By the names of the short notation; checked.

    Raises
    ------
    InputError
    """
    own = {parameter.name for parameter in optimizers[lane.optimizer].parameters}
    hyperparameters = {**lane.hyperparameters, **{name: values[name] for name in values if name in own}}
    found = msgspec.structs.replace(lane, hyperparameters=hyperparameters)
    around = {name: value for name, value in values.items() if name not in own}
    if "batch_size" in around:
        found = msgspec.structs.replace(found, batch_size=around.pop("batch_size"))
    if around:
        _, settings = cut("lane:" + ",".join(around_texts(lane)), "lane", "")
        if "schedule" in around:  # the parameters of another schedule are not this one's
            settings = {key: text for key, text in settings.items() if not key.startswith("schedule.")}
        settings |= {name.lower(): value_text(value) for name, value in around.items()}
        schedule, chosen = parse_around(settings)
        found = msgspec.structs.replace(found, schedule=schedule, filters=chosen)
    return found


def check_axis(axis: Axis, lane: LaneSpec, on_data: bool, in_grid: bool) -> None:
    """Check one axis.

    Raises
    ------
    InputError
        With the place in the axis.
    """
    try:
        parameter = parameter_of(lane, axis.name)
    except InputError as error:
        raise InputError(error.message, "name") from None
    if axis.name == "batch_size" and not on_data:
        raise InputError("There are no mini-batches on a surface. Leave out the axis batch_size.", "name")
    if axis.spacing == "list":
        if not axis.values:
            raise InputError(f"A list of values for {axis.name} belongs here, but it is empty.", "values")
        for index, value in enumerate(axis.values):
            try:
                if not (axis.name == "batch_size" and value == "full"):
                    parameter.check(value)
            except InputError as error:
                raise InputError(error.message, f"values[{index}]") from None
        return
    if parameter.kind not in ("real", "integer"):
        raise InputError(
            f"{axis.name} is {parameter.rule}, which has no range. Give a list of values.", "spacing"
        )
    _check_range(axis, parameter)
    if in_grid and not 1 <= axis.count <= COUNT_LIMIT:
        near = min(max(axis.count, 1), COUNT_LIMIT)
        raise InputError(
            f"An axis of a grid has 1 to {COUNT_LIMIT:,} values, but {axis.count} were given. The nearest "
            f"valid choice is {near:,}.",
            "count",
        )


def _check_range(axis: Axis, parameter: Parameter) -> None:
    for where, value in (("low", axis.low), ("high", axis.high)):
        try:
            parameter.check(round(value) if parameter.kind == "integer" and math.isfinite(value) else value)
        except InputError as error:
            raise InputError(error.message, where) from None
        if axis.spacing == "log" and value <= 0:
            raise InputError(
                f"Both ends of a logarithmic axis are above 0, but {value:g} was given. Take the spacing "
                f"linear.",
                where,
            )
        if axis.spacing == "one_minus_log" and value >= 1:
            raise InputError(
                f"Both ends of an axis spaced by 1 - value are below 1, but {value:g} was given. Take the "
                "spacing linear.",
                where,
            )
    if axis.low > axis.high:
        raise InputError(
            f"The low end of an axis is not above its high end, but {axis.low:g} and {axis.high:g} were "
            "given. Swap them.",
            "low",
        )
