"""An axis that goes on beyond its end, with the steps that it has."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import msgspec

from ...engine.error import InputError
from ...engine.parameter import Parameter
from ..spec import LaneSpec
from .axis import parameter_of
from .setting import settings_of_grid
from .spec import Axis
from .swept import Side

__all__ = ["extended"]

_LEAST, _MOST = 2, 8  # new values


def extended(lane: LaneSpec, axis: Axis, side: Side) -> Axis:
    """Return an axis with more values at one end, the old ones as they are.

    It goes on by about a power of ten, or a quarter of an axis that is not logarithmic, by 2 to 8 values,
    and not beyond what the hyperparameter may be.

    Parameters
    ----------
    lane : LaneSpec
    axis : Axis
        Of a grid, with numbers.
    side : {'low', 'high'}

    Raises
    ------
    InputError
        If there is nothing beyond that end.
    """
    parameter = parameter_of(lane, axis.name)
    values = sorted(row[0] for row in settings_of_grid(lane, (axis,)).rows)
    if len(values) < 2:
        raise InputError(f"An axis of one value has no steps to go on with. Give {axis.name} a range.")
    spacing = axis.spacing if axis.spacing != "list" else _spacing(parameter, values)
    places = [_place(value, spacing) for value in values]
    end, step = (places[0], places[0] - places[1]) if side == "low" else (places[-1], places[-1] - places[-2])
    count = max(1, len(values) // 4) if spacing == "linear" else math.ceil(1.0 / abs(step) - 1e-9)
    new: list[Any] = []
    for number in range(1, min(max(count, _LEAST), _MOST) + 1):
        value = _value(end + number * step, spacing)
        try:
            valid = parameter.check(round(value) if parameter.kind == "integer" else value)
        except InputError:
            break
        if valid not in values and valid not in new:
            new.append(valid)
    if not new:
        last = values[0] if side == "low" else values[-1]
        raise InputError(f"{axis.name} is {parameter.rule}, so there is nothing beyond {last:g}.")
    whole = [*reversed(new), *values] if side == "low" else [*values, *new]
    return msgspec.structs.replace(axis, spacing="list", values=tuple(whole), low=0.0, high=0.0, count=0)


def _spacing(parameter: Parameter, values: list[Any]) -> str:
    """Return how listed values lie: evenly, or else as the slider of their parameter."""
    gaps = [after - before for before, after in pairwise(values)]
    if parameter.scale == "one_minus_log" and values[-1] < 1.0:
        return "one_minus_log"
    even = len(gaps) > 1 and max(gaps) - min(gaps) <= 1e-6 * max(gaps)
    return "linear" if even or values[0] <= 0.0 else "log"


def _place(value: float, spacing: str) -> float:
    if spacing == "log":
        return math.log10(value)
    return -math.log10(1.0 - value) if spacing == "one_minus_log" else float(value)


def _value(place: float, spacing: str) -> float:
    value = place
    if spacing == "log":
        value = 10.0**place
    elif spacing == "one_minus_log":
        value = 1.0 - 10.0**-place
    return float(f"{value:.10g}")
