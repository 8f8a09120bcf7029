"""The words of a typed function: functions, constants and variables; all others are parameters."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["CONSTANTS", "FUNCTIONS", "HINTS", "PARAMETER_LIMIT", "Function", "refusal"]

PARAMETER_LIMIT = 12
_NAME_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Function:
    """A function by the name of its operation, with how many arguments it takes; None is no limit."""

    operation: str
    least: int = 1
    most: int | None = 1
    arguments: str = "one argument"


_TWO_OR_MORE = "two arguments or more"
FUNCTIONS: dict[str, Function] = {
    name: Function(name)
    for name in (
        "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log", "sqrt",
        "abs", "sign",
    )
} | {
    "min": Function("min", 2, None, _TWO_OR_MORE),
    "max": Function("max", 2, None, _TWO_OR_MORE),
    "hypot": Function("hypot", 2, 2, "two arguments"),
    "where": Function("select", 3, 3, "three arguments: condition, value if it holds, value if not"),
    "if": Function("select", 3, 3, "three arguments: condition, value if it holds, value if not"),
}  # fmt: skip
CONSTANTS = {"pi": math.pi, "e": math.e}

# What other languages call it.
HINTS = {
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "atan2": "atan", "fabs": "abs",
    "sgn": "sign", "minimum": "min", "maximum": "max", "square": "^2", "pow": "^", "power": "^",
    "log10": "log(...)/log(10)", "log2": "log(...)/log(2)", "and": "*", "or": "max(..., ...)",
    "not": "1 - ...", "norm": "hypot", "root": "sqrt",
}  # fmt: skip
_KNOWN = {name.lower(): name for name in (*FUNCTIONS, *CONSTANTS, "x", "y")}


def refusal(name: str) -> str:
    """Return why a name cannot be that of a parameter, with what may be meant; empty if it can."""
    if name in HINTS:
        return f"'{name}' is not a word of this language. Write {HINTS[name]} instead."
    if name in FUNCTIONS:
        return f"'{name}' is a function. Write its argument in brackets: {name}(...)."
    if name.lower() in _KNOWN:
        return f"Names are in lower case where they have a meaning. Did you mean '{_KNOWN[name.lower()]}'?"
    if set(name) <= {"x", "y"}:
        return f"'{name}' is not a variable. Write {'*'.join(name)} to multiply."
    if len(name) > _NAME_LIMIT:
        return f"A name has up to {_NAME_LIMIT} characters, but {len(name)} were given. Shorten it."
    return ""
