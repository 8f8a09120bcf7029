"""JSON that a person likes to read: what fits on a line stands on one."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["readable"]

_WIDTH = 100


def readable(value: Any) -> str:
    """Return strict JSON, and a line end.

    Parameters
    ----------
    value : dict, list, str, float, int, bool or None
        Numbers must be finite.
    """
    return _laid_out(value, 0, 0) + "\n"


def _laid_out(value: Any, depth: int, before: int) -> str:
    """Return a value that starts at column ``before``, in lines where it does not fit on one."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False)
    # The outer two levels are a list of headings, whatever their length.
    if not value or not isinstance(value, (dict, list, tuple)) or (depth > 1 and before + len(line) < _WIDTH):
        return line
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        parts = []
        for key, item in value.items():
            head = inner + json.dumps(key, ensure_ascii=False) + ": "
            parts.append(head + _laid_out(item, depth + 1, len(head)))
        return "{\n" + ",\n".join(parts) + "\n" + outer + "}"
    parts = [inner + _laid_out(item, depth + 1, len(inner)) for item in value]
    return "[\n" + ",\n".join(parts) + "\n" + outer + "]"
