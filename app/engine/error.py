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

    @property
    def details(self) -> str:
        """Lines that show what it is about, such as a text with a caret below it; empty if there are none."""
        return ""

    def at(self, place: str) -> InputError:
        """Return the same error placed below ``place``, so that callers add the part they know."""
        dot = "." if place and self.where and not self.where.startswith("[") else ""
        return InputError(self.message, place + dot + self.where)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """Return the choice spelled most like ``name``, or None if none is close."""
    spelled = {choice.lower(): choice for choice in choices}
    found = difflib.get_close_matches(name.lower(), spelled, n=1, cutoff=0.5)
    return spelled[found[0]] if found else None


def unknown_name(kind: str, name: object, choices: Iterable[str], also: Iterable[str] = ()) -> InputError:
    """Build the error for a name that is not in a list.

    Parameters
    ----------
    kind : str
        What is named, such as ``optimizer``.
    name : object
        What was given.
    choices : iterable of str
        The names to choose from.
    also : iterable of str
        Other names that are understood: suggested if one is close, but not listed.
    """
    options = sorted(choices)
    close = nearest(name, [*options, *also]) if isinstance(name, str) else None
    if close:
        hint = f"Did you mean '{close}'?"
    else:
        hint = f"Choose one of: {', '.join(options)}." if options else "There is none to choose."
    if not isinstance(name, str):
        article = "an" if kind[:1] in "aeiou" else "a"
        return InputError(f"The name of {article} {kind} is a text, but {name!r} was given. {hint}")
    return InputError(f"No {kind} named '{name}'. {hint}")
