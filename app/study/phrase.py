"""The form of the short notation: a name, then after a colon settings with commas between."""

from __future__ import annotations

import re
from typing import Any

from ..engine.error import InputError

__all__ = ["cut", "quoted", "value_text"]

# Commas within round brackets, as of log(1e-4,1e-1,33), part nothing; a bracket alone is a letter.
_SETTING = re.compile(r'(?:\([^()"]*\)|[^,"]|"(?:[^"]|"")*")+')
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_PLAIN = re.compile(r'[^\s,"](?:[^,"]*[^\s,"])?')


def cut(text: str, kind: str, example: str) -> tuple[str, dict[str, str]]:
    """Cut ``name:key=value,key=value`` into the name and the values by key.

    Parameters
    ----------
    text : str
    kind, example : str
        What it describes and how one may look, for errors.

    Raises
    ------
    InputError
    """
    name, colon, rest = text.strip().partition(":")
    if not name.strip():
        raise InputError(f"A {kind} starts with a name, such as {example}, but '{text}' was given.")
    settings: dict[str, str] = {}
    for setting in _settings(rest, kind, example) if colon and rest.strip() else ():
        key, equals, value = setting.partition("=")
        key = key.strip().lower()
        if not equals or not key:
            raise InputError(
                f"Settings of a {kind} are name=value, such as {example}, but '{setting.strip()}' was given."
            )
        if key in settings:
            raise InputError(
                f"Each setting of a {kind} is given once, but '{key}' was given twice in '{text}'."
            )
        settings[key] = _unquoted(value.strip(), kind)
    return name.strip(), settings


def _settings(rest: str, kind: str, example: str) -> list[str]:
    found = _SETTING.findall(rest)
    if ",".join(found) != rest:
        raise InputError(
            f"Settings of a {kind} have one comma between them and closed quotes, such as {example}, "
            f"but '{rest}' was given."
        )
    return found


def _unquoted(text: str, kind: str) -> str:
    if '"' not in text:
        return text
    if not _QUOTED.fullmatch(text):
        raise InputError(
            f"Double quotes in a {kind} stand around a whole value, and a quote within is doubled, "
            f"but '{text}' was given."
        )
    return text[1:-1].replace('""', '"')


def quoted(text: str) -> str:
    """Return a value as it may stand among settings."""
    return text if _PLAIN.fullmatch(text) else '"' + text.replace('"', '""') + '"'


def value_text(value: Any) -> str:
    """Return one value in the notation: numbers so that they come back exactly, lists as ``32x16``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, list)):
        return "x".join(map(str, value))
    return repr(value) if isinstance(value, float) else quoted(str(value))
