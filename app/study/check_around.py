"""Whether a lane's schedule and filters can be raced."""

from __future__ import annotations

from collections.abc import Mapping

from ..engine.error import InputError
from ..engine.filter import filters
from ..engine.optimizer import optimizers
from ..engine.parameter import Parameter, check_values
from ..engine.schedule import WARMUP, schedules
from .place import placed
from .spec import FilterSpec, LaneSpec, ScheduleSpec

__all__ = ["check_filters", "check_schedule"]


def check_schedule(lane: LaneSpec) -> None:
    """Check a lane's schedule.

    Raises
    ------
    InputError
        With the place in the lane, such as ``schedule.parameters.gamma``.
    """
    spec = lane.schedule
    if spec is None:
        return
    with placed("schedule"):
        if not isinstance(spec, ScheduleSpec):
            raise InputError(f"A schedule is a name with its parameters, but {spec!r} was given.")
        optimizer = optimizers[lane.optimizer]
        if not any(parameter.name == "lr" and parameter.live for parameter in optimizer.parameters):
            raise InputError(f"{optimizer.title} has no learning rate to schedule. Leave the schedule out.")
        with placed("name"):
            kind = schedules[spec.name]
        _check_values(f"schedule {kind.name}", kind.parameters, spec.parameters)
        WARMUP.check(spec.warmup)


def check_filters(lane: LaneSpec) -> None:
    """Check a lane's filters.

    Raises
    ------
    InputError
        With the place in the lane, such as ``filters[1].parameters.max_norm``.
    """
    if not isinstance(lane.filters, (tuple, list)):
        raise InputError(f"The filters of a lane are a list, but {lane.filters!r} was given.", "filters")
    seen: list[str] = []
    for index, spec in enumerate(lane.filters):
        with placed(f"filters[{index}]"):
            if not isinstance(spec, FilterSpec):
                raise InputError(f"A filter is a name with its parameters, but {spec!r} was given.")
            with placed("name"):
                kind = filters[spec.name]
                if kind.name in seen:
                    raise InputError(f"Each filter stands once in a lane, but {kind.name} stands twice.")
                other = next((name for name in seen if filters[name].stage == kind.stage == "average"), None)
                if other:
                    raise InputError(
                        f"A lane is measured at one average of its weights, but {other} and {kind.name} were "
                        "given. Leave out one, or make two lanes."
                    )
            seen.append(kind.name)
            _check_values(f"filter {kind.name}", kind.parameters, spec.parameters)


def _check_values(owner: str, parameters: tuple[Parameter, ...], given: object) -> None:
    with placed("parameters"):
        if not isinstance(given, Mapping):
            raise InputError(f"The parameters of a {owner} are values by name, but {given!r} was given.")
        check_values(owner, parameters, given)
