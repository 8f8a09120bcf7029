"""JSON as the standard has it: finite numbers, each key once, and an error that says where."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from ..engine.error import InputError

__all__ = ["parse_json"]


def parse_json(content: bytes | str) -> Any:
    """Return what a text in UTF-8, with or without a byte order mark, holds.

    Raises
    ------
    InputError
        With line and column if it is not JSON.
    """
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(f"This is not a text in UTF-8: byte {error.start + 1} fits no letter.") from None
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise InputError(
            f"This is not JSON: {error.msg}, line {error.lineno} column {error.colno}."
        ) from None
    except RecursionError:
        raise InputError("This is not a study: it is nested too deeply.") from None
    except InputError:
        raise
    except ValueError as error:  # a whole number of thousands of digits
        raise InputError(f"This is not JSON that can be read: {error}.") from None


def _refuse(word: str) -> NoReturn:
    raise InputError(f"Numbers in a study are finite, but {word} was given.")


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _refuse(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(f"The key '{twice}' stands twice in one object; a study has each key once.")
    return found
