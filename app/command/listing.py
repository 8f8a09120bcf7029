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
        rows = [("name", "title", "symbol", "measured")]
        return aligned([*rows, *((i["name"], i["title"], i["symbol"], _when(i)) for i in items)])
    head = ("name", "title", "parameters and their defaults")
    return aligned([head, *((item["name"], item["title"], _parameters(item)) for item in items)])


def _when(quantity: dict[str, Any]) -> str:
    return f"with --quantity {quantity['name']}" if quantity["asked"] else "always"


def _parameters(item: dict[str, Any]) -> str:
    return " ".join(f"{p['name']}={value_text(p['default'])}" for p in item["parameters"])
