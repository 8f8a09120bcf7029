"""Numbers and values as a report prints them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from ..phrase import value_text

__all__ = ["listed", "many", "number", "shown"]

_MOST = 12


def number(value: float | int | None) -> str:
    """Return a number with four digits: what is missing is a dash, what is beyond all numbers says so."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.4g}".replace("-", "−")


def shown(value: object) -> str:
    """Return a setting with all its digits; an empty list in words."""
    if isinstance(value, float):
        return repr(float(value)).removesuffix(".0")
    if isinstance(value, (tuple, list)) and not value:
        return "none"
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else value_text(value)


def many(count: int, word: str, words: str = "") -> str:
    """Return a count with its noun, such as ``3 seeds``."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def listed(names: Iterable[str], most: int = _MOST) -> str:
    """Return names with commas and 'and'; of a long list the beginning, and how many more there are."""
    found = list(names)
    if len(found) > most:
        found[most - 1 :] = [many(len(found) - most + 1, "more", "more")]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}" if found else ""
