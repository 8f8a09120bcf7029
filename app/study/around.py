"""A lane's schedule and filters in the short notation, both ways, and what they mean for its plan."""

from __future__ import annotations

from typing import Any

from ..engine.error import InputError, unknown_name
from ..engine.filter import filters
from ..engine.parameter import Parameter, check_values
from ..engine.schedule import WARMUP, schedules
from .phrase import value_text
from .spec import FilterSpec, LaneSpec, ScheduleSpec

__all__ = ["accumulated", "around_texts", "filters_text", "parse_around", "schedule_text"]

_DEFAULTS = "on"  # a filter with its defaults


def accumulated(lane: LaneSpec) -> int:
    """Return how many mini-batches make a step of a lane, as its filters say."""
    found = 1
    for spec in lane.filters:
        kind = filters[spec.name]
        if kind.stage == "batches":
            found *= int(check_values(kind.name, kind.parameters, spec.parameters)["batches"])  # type: ignore[arg-type]
    return found


def parse_around(settings: dict[str, str]) -> tuple[ScheduleSpec | None, tuple[FilterSpec, ...]]:
    """Take the schedule and the filters out of a lane's settings.

    Parameters
    ----------
    settings : dict
        By key, such as ``schedule``, ``schedule.min_factor``, ``warmup``, ``clip_norm`` and
        ``gradient_noise.kind``; those that are understood are removed.

    Raises
    ------
    InputError
    """
    return _parse_schedule(settings), _parse_filters(settings)


def _parse_schedule(settings: dict[str, str]) -> ScheduleSpec | None:
    own = {key: settings.pop(key) for key in list(settings) if key.startswith("schedule.")}
    name, warmup = settings.pop("schedule", None), settings.pop("warmup", None)
    if name is None and warmup is None:
        if own:
            raise InputError(
                f"{next(iter(own))} needs a schedule: add schedule=NAME, such as schedule=cosine."
            )
        return None
    kind = schedules[name or "constant"]
    values = {}
    for key, text in own.items():
        parameter = _parameter(f"schedule {kind.name}", kind.parameters, key.partition(".")[2])
        values[parameter.name] = parameter.check(text)
    return ScheduleSpec(
        name=kind.name,
        parameters=values,
        warmup=float(WARMUP.check("0" if warmup is None else warmup)),  # type: ignore[arg-type]
    )


def _parse_filters(settings: dict[str, str]) -> tuple[FilterSpec, ...]:
    found: dict[str, dict[str, Any]] = {}  # in the order in which they are first named
    for key in list(settings):
        name, dot, inner = key.partition(".")
        if name not in filters:
            continue
        kind = filters[name]
        parameter = _parameter(f"filter {kind.name}", kind.parameters, inner) if dot else kind.parameters[0]
        values = found.setdefault(kind.name, {})
        if parameter.name in values:
            raise InputError(f"{kind.name}.{parameter.name} is given once, but '{key}' gives it again.")
        text = settings.pop(key)
        if dot or text.strip().lower() != _DEFAULTS:
            values[parameter.name] = parameter.check(text)
    return tuple(FilterSpec(name=name, parameters=values) for name, values in found.items())


def _parameter(owner: str, parameters: tuple[Parameter, ...], name: str) -> Parameter:
    # Keys of the notation are in lower case; T_max is not.
    known = {parameter.name.lower(): parameter for parameter in parameters}
    if name not in known:
        raise unknown_name(f"parameter of {owner}", name, [parameter.name for parameter in parameters])
    return known[name]


def around_texts(lane: LaneSpec) -> list[str]:
    """Return schedule and filters as settings of the notation; `parse_around` gives them back."""
    return [*_schedule_texts(lane.schedule), *(text for spec in lane.filters for text in _filter_texts(spec))]


def schedule_text(lane: LaneSpec) -> str:
    """Return the schedule for a table, such as ``cosine T_max=0.5 warmup=50``; empty without one."""
    spec = lane.schedule
    if spec is None:
        return ""
    values = [f"{name}={value_text(value)}" for name, value in spec.parameters.items()]
    return " ".join([spec.name, *values, *([f"warmup={value_text(spec.warmup)}"] if spec.warmup else [])])


def filters_text(lane: LaneSpec) -> str:
    """Return the filters for a table, such as ``clip_norm=1.0 ema=0.99``; empty without one."""
    return " ".join(text for spec in lane.filters for text in _filter_texts(spec))


def _schedule_texts(spec: ScheduleSpec | None) -> list[str]:
    if spec is None:
        return []
    texts = [f"schedule={spec.name}"]
    texts += [f"schedule.{name}={value_text(value)}" for name, value in spec.parameters.items()]
    return texts + [f"warmup={value_text(spec.warmup)}"] * bool(spec.warmup)


def _filter_texts(spec: FilterSpec) -> list[str]:
    if not spec.parameters:
        return [f"{spec.name}={_DEFAULTS}"]
    main = filters[spec.name].parameters[0]
    return [
        f"{spec.name}={value_text(value)}" if name == main.name else f"{spec.name}.{name}={value_text(value)}"
        for name, value in spec.parameters.items()
    ]
