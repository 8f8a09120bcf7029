"""What was expected of a race, and what had been seen when that was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..engine.error import InputError

__all__ = ["PREDICTION_LIMIT", "Foretold", "Origin", "check_prediction", "without_controls"]

PREDICTION_LIMIT = 2000
_BREAKS = "\t\n\r"

Origin = Literal["file", "first", "again"]


@dataclass(frozen=True, slots=True)
class Foretold:
    """What stood in the prediction box when a race began, and since when.

    Parameters
    ----------
    text : str
        As it was when the first step was asked for; it may have been changed since.
    origin : {'file', 'first', 'again'}
        The text came with the study that was opened, so that nobody here knows when it was written; it was
        written in this window before any race had been run there; or after one had.
    """

    text: str
    origin: Origin = "file"


def check_prediction(text: object) -> None:
    """Check that a prediction is plain text of bounded length.

    Raises
    ------
    InputError
        With its place in the study.
    """
    rule = f"A prediction is plain text of up to {PREDICTION_LIMIT:,} characters"
    if not isinstance(text, str):
        raise InputError(f"{rule}, but {text!r} was given.", "prediction")
    if len(text) > PREDICTION_LIMIT:
        raise InputError(
            f"{rule}, but {len(text):,} were given. Take away {len(text) - PREDICTION_LIMIT:,}.", "prediction"
        )
    for place, mark in enumerate(text, 1):
        if _is_control(mark):
            raise InputError(
                f"{rule}, but character {place} is U+{ord(mark):04X}, which cannot be printed. Leave it out.",
                "prediction",
            )


def without_controls(text: str) -> str:
    """Return a text as a prediction may be, whatever was pasted into it."""
    return "".join(mark for mark in text if not _is_control(mark))


def _is_control(mark: str) -> bool:
    """Return whether a character is none to print: controls, and halves of pairs, which no file can hold."""
    code = ord(mark)
    return (code < 32 and mark not in _BREAKS) or 127 <= code < 160 or 0xD800 <= code < 0xE000
