"""What there is to choose from, as plain data: for ``list`` on the command line and for other programs."""

from __future__ import annotations

import math
from typing import Any

from ..engine.dataset import datasets
from ..engine.error import unknown_name
from ..engine.filter import filters
from ..engine.model import models
from ..engine.optimizer import optimizers
from ..engine.parameter import Parameter
from ..engine.quantity import quantities
from ..engine.registry import Registry
from ..engine.schedule import schedules
from ..engine.surface import surfaces

__all__ = ["KINDS", "catalogue", "registry"]

KINDS = ("optimizers", "schedules", "filters", "surfaces", "datasets", "models", "quantities")

# Plain texts and numbers of each kind, besides name, title, aliases and parameters.
_FIELDS = {
    "optimizers": (
        *("formula", "description", "reference", "batch_size"),
        *("shape", "tuned", "no_surface", "warning"),
    ),
    "schedules": ("formula", "description", "reference", "watches"),
    "filters": ("formula", "description", "reference", "stage"),
    "surfaces": ("formula", "description", "reference", "colour_scale"),
    "datasets": ("task", "description", "reference", "licence"),
    "models": ("tasks", "description", "reference"),
    "quantities": ("symbol", "unit", "description", "scale", "better", "cost", "cadence", "asked"),
}


def registry(kind: str) -> Registry[Any]:
    """Return the registry of a kind such as ``optimizers``.

    Raises
    ------
    InputError
        If there is no such kind.
    """
    if kind == "optimizers":
        return optimizers
    if kind == "schedules":
        return schedules
    if kind == "filters":
        return filters
    if kind == "surfaces":
        return surfaces
    if kind == "datasets":
        return datasets
    if kind == "models":
        return models
    if kind == "quantities":
        return quantities
    raise unknown_name("kind of list", kind, KINDS)


def catalogue(kind: str) -> list[dict[str, Any]]:
    """Return one dictionary for each item of a kind, in the order of the menus, ready for strict JSON."""
    return [_item(kind, item) for item in registry(kind)]


def _item(kind: str, item: Any) -> dict[str, Any]:
    if kind == "surfaces":  # its places may depend on its values; these are the usual ones
        item = item()
    found: dict[str, Any] = {
        "name": item.name,
        "title": item.title,
        "aliases": list(getattr(item, "aliases", ())),
        "parameters": [_parameter(parameter) for parameter in getattr(item, "parameters", ())],
    }
    found |= {name: _plain(getattr(item, name)) for name in _FIELDS[kind]}
    if kind == "optimizers":
        for kept in ("slots", "scalars"):
            slots = getattr(item, kept)
            found[kept] = [{"name": s.name, "symbol": s.symbol, "help": s.help} for s in slots]
        found["batch_size"] = item.batch_size or "full"
    if kind == "surfaces":
        places = ("domain", "starts", "minima", "saddles", "lowest")
        found |= {name: _plain(getattr(item, name)) for name in places}
    return found


def _parameter(parameter: Parameter) -> dict[str, Any]:
    names = ("name", "symbol", "kind", "default", "rule", "low", "high", "open_low", "open_high")
    found = {name: _plain(getattr(parameter, name)) for name in names}
    if parameter.kind in ("real", "integer"):
        found |= {"scale": parameter.scale, "slider": list(parameter.slider)}
    if parameter.choices:
        found["choices"] = list(parameter.choices)
    return found | {"live": parameter.live, "help": parameter.help}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: no limit is null, a tuple is a list."""
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
