"""An axis in the short notation: ``adam:lr=log(1e-4,1e-1,33)`` turns a lane into a sweep."""

from __future__ import annotations

import re
from typing import Any, cast

from ...engine.error import InputError
from ...engine.optimizer import optimizers
from ..notation import OTHER_NAMES, parse_lane
from ..phrase import cut, quoted, value_text
from ..spec import LaneSpec
from .axis import parameter_of
from .spec import Axis, Spacing

__all__ = ["USUAL_COUNT", "axis_text", "parse_swept_lane"]

USUAL_COUNT = 9

_SPACINGS = ("list", "linear", "log", "one_minus_log")
_CALL = re.compile(rf"({'|'.join(_SPACINGS)})\s*\((.*)\)", re.IGNORECASE)
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})(?:\s*@\s*(\d+))?")


def parse_swept_lane(text: str, index: int) -> tuple[LaneSpec, tuple[Axis, ...]]:
    """Return a lane, and what of it is varied.

    Values that make an axis: ``log(1e-4,1e-1,33)``, ``linear(0,1,5)``, ``one_minus_log(0.5,0.999,7)``,
    ``list(16,32,full)``, and ``1e-4..1e-1@33``, which is spaced as the parameter's slider is. The number of
    values may be left out; it is of no use to random and Sobol points, and 9 in a grid.

    Parameters
    ----------
    text : str
    index : int
        The number of the lane in the study.

    Raises
    ------
    InputError
        With the rule, the value received and the nearest choice.
    """
    name, settings = cut(text, "lane", "adam:lr=log(1e-4,1e-1,33)")
    own = {parameter.name for parameter in optimizers[name].parameters}
    varied: dict[str, str] = {}
    for key in list(settings):
        if key != "name" and (_CALL.fullmatch(settings[key]) or _RANGE.fullmatch(settings[key])):
            meant = key if key in own else OTHER_NAMES.get(key, key)
            varied[meant] = settings.pop(key)
    lane = parse_lane(name + ":" + ",".join(f"{key}={quoted(value)}" for key, value in settings.items()))
    return lane, tuple(_axis(lane, index, key, value) for key, value in varied.items())


def _axis(lane: LaneSpec, index: int, name: str, text: str) -> Axis:
    parameter = parameter_of(lane, name)
    call = _CALL.fullmatch(text)
    if call is None:
        found = _RANGE.fullmatch(text)
        assert found is not None
        low, high, count = found.groups()
        return Axis(
            lane=index,
            name=name,
            spacing=parameter.scale,
            low=float(low),
            high=float(high),
            count=USUAL_COUNT if count is None else int(count),
        )
    spacing = call[1].lower()
    parts = [part.strip() for part in call[2].split(",")]
    if spacing == "list":
        return Axis(lane=index, name=name, values=tuple(_value(lane, name, part) for part in parts))
    rule = f"An axis is {spacing}(low,high,count), such as lr=log(1e-4,1e-1,33)"
    if len(parts) not in (2, 3):
        raise InputError(f"{rule}, but '{text}' was given.", name)
    try:
        low_end, high_end = float(parts[0]), float(parts[1])
        number = int(parts[2]) if len(parts) == 3 else USUAL_COUNT
    except ValueError:
        raise InputError(f"{rule}, but '{text}' was given.", name) from None
    return Axis(
        lane=index, name=name, spacing=cast(Spacing, spacing), low=low_end, high=high_end, count=number
    )


def _value(lane: LaneSpec, name: str, text: str) -> Any:
    if name == "batch_size" and text.lower() == "full":
        return "full"
    return parameter_of(lane, name).check(text)


def axis_text(axis: Axis) -> str:
    """Return an axis in the notation; `parse_swept_lane` gives it back."""
    if axis.spacing == "list":
        return f"{axis.name}=list({','.join(map(value_text, axis.values))})"
    return f"{axis.name}={axis.spacing}({axis.low!r},{axis.high!r},{axis.count})"
