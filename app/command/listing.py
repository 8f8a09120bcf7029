"""What ``list`` prints."""

from __future__ import annotations

import json
from typing import Any

from ..study.catalogue import catalogue
from ..study.notation import value_text
from .table import aligned

__all__ = ["listing"]


def listing(kind: str, as_json: bool) -> str:
    """Return all of one kind, as a table or as JSON.

    Parameters
    ----------
    kind : {'optimizers', 'schedules', 'filters', 'surfaces', 'datasets', 'models', 'quantities'}
    as_json : bool
    """
    items = catalogue(kind)
    if as_json:
        return json.dumps(items, indent=2, ensure_ascii=False, allow_nan=False)
    if kind == "quantities":
        return aligned([("name", "title", "symbol"), *((i["name"], i["title"], i["symbol"]) for i in items)])
    rows = [("name", "title", "parameters and their defaults")]
    return aligned([*rows, *((item["name"], item["title"], _parameters(item)) for item in items)])


def _parameters(item: dict[str, Any]) -> str:
    return " ".join(f"{p['name']}={value_text(p['default'])}" for p in item["parameters"])
