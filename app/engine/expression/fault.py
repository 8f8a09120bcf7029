"""The error that points at a character of a typed function."""

from __future__ import annotations

from ..error import InputError

__all__ = ["ExpressionError"]

_BEFORE, _AFTER = 36, 24


class ExpressionError(InputError):
    """A text is not a function of x and y.

    Parameters
    ----------
    message : str
        One sentence or two: the rule, what stands there, the nearest valid choice.
    text : str
        The whole text.
    position : int
        The character it is about, from 0; the length of the text if something is missing at its end.
    where : str
        The place in the study.
    """

    def __init__(self, message: str, text: str, position: int, where: str = "") -> None:
        super().__init__(message, where)
        self.text = text
        self.position = position

    @property
    def details(self) -> str:
        """The text around the character, and below it a caret that points there."""
        first, last = max(0, self.position - _BEFORE), self.position + _AFTER
        shown = "".join(mark if mark.isprintable() else " " for mark in self.text[first:last])
        before, after = "..." if first else "", "..." if last < len(self.text) else ""
        caret = " " * (len(before) + self.position - first) + "^"
        return f"{before}{shown}{after}\n{caret}"

    def at(self, place: str) -> ExpressionError:
        """Return the same error placed below ``place``."""
        return ExpressionError(self.message, self.text, self.position, super().at(place).where)
