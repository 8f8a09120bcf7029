"""What the controls do to a lane's schedule and filters. No widgets."""

from __future__ import annotations

from typing import Any

import msgspec

from ...engine.filter import filters
from ...engine.optimizer import optimizers
from ...engine.parameter import Parameter
from ...engine.schedule import schedules
from ...study.around import accumulated
from ...study.spec import FilterSpec, LaneSpec, ScheduleSpec
from .edit import with_value

__all__ = [
    "add_filter",
    "addable",
    "can_be_scheduled",
    "filters_title",
    "kept_schedule",
    "lane_steps",
    "move_filter",
    "remove_filter",
    "schedule_of",
    "schedule_title",
    "with_filter_value",
    "with_schedule_value",
]

_replace = msgspec.structs.replace
Filters = tuple[FilterSpec, ...]


def schedule_of(lane: LaneSpec) -> ScheduleSpec:
    """Return the schedule of a lane; without one, the constant one."""
    return lane.schedule or ScheduleSpec()


def kept_schedule(spec: ScheduleSpec) -> ScheduleSpec | None:
    """Return a schedule as a lane keeps it: None if the learning rate stays as it is."""
    return None if schedules[spec.name].name == "constant" and not spec.warmup else spec


def with_schedule_value(spec: ScheduleSpec, name: str, value: Any) -> ScheduleSpec:
    """Return a schedule with one parameter set; one that equals its default is left out."""
    default = _default(schedules[spec.name].parameters, name)
    return _replace(spec, parameters=with_value(spec.parameters, name, value, default))


def addable(specs: Filters) -> list[Any]:
    """Return the filters that a lane may have besides these."""
    there = [filters[spec.name] for spec in specs]
    averaged = any(kind.stage == "average" for kind in there)
    return [kind for kind in filters if kind not in there and not (averaged and kind.stage == "average")]


def add_filter(specs: Filters, name: str) -> Filters:
    """Return the filters with one more at the end."""
    return (*specs, FilterSpec(name=name))


def remove_filter(specs: Filters, index: int) -> Filters:
    """Return the filters without one."""
    return specs[:index] + specs[index + 1 :]


def move_filter(specs: Filters, index: int, to: int) -> Filters:
    """Return the filters with one at another place."""
    rest = list(remove_filter(specs, index))
    rest.insert(to, specs[index])
    return tuple(rest)


def with_filter_value(specs: Filters, index: int, name: str, value: Any) -> Filters:
    """Return the filters with one parameter set; one that equals its default is left out."""
    spec = specs[index]
    default = _default(filters[spec.name].parameters, name)
    changed = _replace(spec, parameters=with_value(spec.parameters, name, value, default))
    return (*specs[:index], changed, *specs[index + 1 :])


def lane_steps(lane: LaneSpec, budget: int, examples: int | None) -> int:
    """Return how many steps a lane takes.

    Parameters
    ----------
    lane : LaneSpec
    budget : int
        Steps on a surface, epochs on data.
    examples : int, optional
        The size of the training set; None on a surface.
    """
    if examples is None:
        return budget
    usual = optimizers[lane.optimizer].batch_size if lane.batch_size is None else lane.batch_size
    batch = examples if usual is None or usual == "full" else min(int(usual), examples)
    batches = -(-examples // batch)
    return -(-batches // accumulated(lane)) * budget


def schedule_title(lane: LaneSpec) -> str:
    """Return what the line that opens the editor says, such as ``Schedule · Cosine``."""
    spec = lane.schedule
    if spec is None:
        return "Schedule"
    kind = schedules[spec.name]
    named = kind.title if kind.name != "constant" else "Warm-up"
    return f"Schedule · {named}" + (", warm-up" if spec.warmup and kind.name != "constant" else "")


def can_be_scheduled(lane: LaneSpec) -> bool:
    """Return whether the lane's optimizer has a learning rate."""
    return any(parameter.name == "lr" for parameter in optimizers[lane.optimizer].parameters)


def filters_title(lane: LaneSpec) -> str:
    """Return what the line that opens the editor says, such as ``Around the step · 2``."""
    return f"Around the step · {len(lane.filters)}" if lane.filters else "Around the step"


def _default(parameters: tuple[Parameter, ...], name: str) -> Any:
    return next(parameter.default for parameter in parameters if parameter.name == name)
