"""The one error that a person's input can cause, worded as rule, value received and nearest valid choice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["InputError", "nearest", "unknown_name"]


class InputError(ValueError):
    """Something that was asked for cannot be done.

    Parameters
    ----------
    message : str
        One sentence or two: the rule, the value received, the nearest valid choice.
    where : str
        The place in the study it belongs to, such as ``lanes[1].hyperparameters.lr``; empty if there is none.
    """

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def at(self, place: str) -> InputError:
        """Return the same error placed below ``place``, so that callers add the part they know."""
        inner = self.where
        joined = place if not inner else (place + inner if inner.startswith("[") else f"{place}.{inner}")
        return InputError(self.message, joined)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Return the choice spelled most like ``name``, or None if none is close."""
    found = difflib.get_close_matches(name.lower(), list(choices), n=1, cutoff=0.5)
    return found[0] if found else None


def unknown_name(kind: str, name: object, choices: Iterable[str]) -> InputError:
    """Build the error for a name that is not in a list."""
    options = sorted(choices)
    close = nearest(str(name), options)
    hint = f"Did you mean '{close}'?" if close else f"Choose one of: {', '.join(options) or '(none)'}."
    article = "an" if kind[:1] in "aeiou" else "a"
    if not isinstance(name, str):
        return InputError(f"The name of {article} {kind} is a text, but {name!r} was given. {hint}")
    return InputError(f"No {kind} named '{name}'. {hint}")
