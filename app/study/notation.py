"""The short notation of the command line: ``momentum:lr=1e-3,batch_size=64`` and the like, both ways.

A name, then after a colon settings with commas between; a value in double quotes may hold commas.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..engine.dataset import datasets
from ..engine.error import InputError, unknown_name
from ..engine.filter import filters
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.parameter import Parameter
from ..engine.surface import surfaces
from .around import around_texts, parse_around
from .check import SEED_LIMIT
from .phrase import cut, quoted, value_text
from .spec import BatchSize, LaneSpec

__all__ = [
    "OTHER_NAMES",
    "Named",
    "lane_text",
    "parse_dataset",
    "parse_lane",
    "parse_model",
    "parse_numbers",
    "parse_seeds",
    "parse_start",
    "parse_surface",
    "parse_values",
    "value_text",
]

_OF_A_LANE = ("batch_size", "name", "colour", "muted")
_AROUND = ("schedule", "warmup")
OTHER_NAMES = {"learning_rate": "lr", "batch": "batch_size", "color": "colour"}


class Named(NamedTuple):
    """A surface, a data set or a model: its name, and the values given for its parameters."""

    name: str
    values: dict[str, Any]


def parse_lane(text: str) -> LaneSpec:
    """Return the lane that a text such as ``adam:lr=1e-3,batch_size=full,name="Adam, full"`` describes.

    Schedule and filters are settings too: ``schedule=cosine,schedule.min_factor=0.1,warmup=50,clip_norm=1``.

    Raises
    ------
    InputError
        With the rule, the value received and the nearest choice.
    """
    name, settings = cut(text, "lane", "adam:lr=1e-3,batch_size=64")
    optimizer = optimizers[name]
    own = {parameter.name: parameter for parameter in optimizer.parameters}
    hyperparameters: dict[str, Any] = {}
    batch_size: BatchSize = None
    for key, other in OTHER_NAMES.items():
        if key in settings and key not in own:
            if other in settings:
                raise InputError(f"{key} is another name of {other}, and both were given. Leave out one.")
            settings[other] = settings.pop(key)
    around = {key: settings.pop(key) for key in list(settings) if key not in (*own, *_OF_A_LANE)}
    schedule, chosen = parse_around(around)
    for key in around:  # what is left is nobody's
        raise unknown_name(
            f"hyperparameter of {optimizer.name}", key, (*own, *_OF_A_LANE, *_AROUND), also=filters.names()
        )
    for key, value in settings.items():
        if key in own:
            hyperparameters[key] = own[key].check(value)
        elif key == "batch_size":
            batch_size = _batch_size(value)
    muted = Parameter("muted", False, "", kind="switch").check(settings.get("muted", False))
    return LaneSpec(
        optimizer=optimizer.name,
        hyperparameters=hyperparameters,
        batch_size=batch_size,
        schedule=schedule,
        filters=chosen,
        name=settings.get("name", ""),
        colour=_colour(settings.get("colour", "")),
        muted=bool(muted),
    )


def lane_text(lane: LaneSpec) -> str:
    """Return a lane in the notation; `parse_lane` gives the lane back, but for its changes on the way."""
    settings = [f"{name}={value_text(value)}" for name, value in lane.hyperparameters.items()]
    if lane.batch_size is not None:
        settings.append(f"batch_size={lane.batch_size}")
    settings += around_texts(lane)
    settings += [
        f"{key}={quoted(value)}" for key, value in (("name", lane.name), ("colour", lane.colour)) if value
    ]
    settings += ["muted=true"] * lane.muted
    return lane.optimizer + (":" + ",".join(settings) if settings else "")


def parse_surface(text: str) -> Named:
    """Return a surface and its values from ``ravine:kappa=100``."""
    name, settings = cut(text, "surface", "ravine:kappa=100")
    return _checked("surface", surfaces[name], settings)


def parse_values(kind: str, name: str, parameters: Iterable[Parameter], text: str) -> dict[str, Any]:
    """Return values by name from ``a=2,b=3``, the settings without a name before them.

    Parameters
    ----------
    kind, name : str
        What has the parameters, for errors.
    parameters : iterable of Parameter
    text : str
        Empty for none.
    """
    _, settings = cut(f"{name}:{text}", kind, f"{name}:a=2,b=3")
    own = {parameter.name.lower(): parameter for parameter in parameters}
    for key in settings:
        if key not in own:
            raise _no_parameter(kind, name, key, [parameter.name for parameter in own.values()])
    return {own[key].name: own[key].check(value) for key, value in settings.items()}


def parse_dataset(text: str) -> Named:
    """Return a data set and its values from ``two_moons:noise=0.2``."""
    name, settings = cut(text, "data set", "two_moons:noise=0.2")
    return _checked("data set", datasets[name], settings)


def parse_model(text: str) -> Named:
    """Return a model and its values from ``mlp:hidden=32x32,activation=relu,l2=1e-4``."""
    name, settings = cut(text, "model", "mlp:hidden=32x32,l2=1e-4")
    return _checked("model", models[name], settings)


def parse_start(text: str) -> tuple[float, float]:
    """Return a point from ``-1.2,1``."""
    point = parse_numbers(text, "The start is two numbers x,y such as -1.2,1")
    if len(point) != 2:
        raise InputError(f"The start is two numbers x,y such as -1.2,1, but '{text}' was given.", "start")
    return point[0], point[1]


def parse_seeds(text: str) -> tuple[int, ...]:
    """Return seeds: ``3`` is how many, from 0; ``5,7,9`` are the seeds themselves, and ``5,`` is one."""
    rule = f"Seeds are how many (1 to {SEED_LIMIT}), or a list such as 5,7,9"
    parts = [part.strip() for part in text.removesuffix(",").split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) < 20 for part in parts):
        raise InputError(f"{rule}, but '{text}' was given.", "seeds")
    numbers = tuple(map(int, parts))
    if "," in text:
        return numbers
    if not 1 <= numbers[0] <= SEED_LIMIT:
        near = f"{min(max(numbers[0], 1), SEED_LIMIT)}; for the one seed {text} write {text},"
        raise InputError(f"{rule}, but '{text}' was given. The nearest valid choice is {near}", "seeds")
    return tuple(range(numbers[0]))


def parse_numbers(text: str, rule: str) -> tuple[float, ...]:
    """Return numbers with commas between; ``rule`` starts the error."""
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"{rule}, but '{text}' was given.") from None
    if not all(map(math.isfinite, found)):
        raise InputError(f"{rule}, and each is finite, but '{text}' was given.")
    return found


def _checked(kind: str, owner: Any, settings: dict[str, str]) -> Named:
    own: dict[str, Parameter] = {parameter.name: parameter for parameter in owner.parameters}
    for key in settings:
        if key not in own:
            raise _no_parameter(kind, owner.name, key, own)
    return Named(owner.name, {key: own[key].check(value) for key, value in settings.items()})


def _no_parameter(kind: str, name: str, key: str, own: Iterable[str]) -> InputError:
    names = list(own)
    if not names:
        return InputError(f"The {kind} {name} has no parameters, but {key} was given. Write {name} alone.")
    return unknown_name(f"parameter of {name}", key, names)


def _batch_size(text: str) -> BatchSize:
    if text.lower() == "full":
        return "full"
    if text.isascii() and text.isdigit() and len(text) < 19 and int(text) > 0:
        return int(text)
    raise InputError(
        f"batch_size must be a whole number from 1, or full, but '{text}' was given.", "batch_size"
    )


def _colour(text: str) -> str:
    if text and not re.fullmatch("#[0-9a-fA-F]{6}|[1-9][0-9]?", text):
        rule = "A colour is #rrggbb, such as #0072b2, or a number from 1 to 99"
        raise InputError(f"{rule}, but '{text}' was given.", "colour")
    return text
