"""A text cut into numbers, names and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .fault import ExpressionError

__all__ = ["LONGEST", "Token", "tokenise"]

LONGEST = 1000

_PATTERN = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^()<>,])"
)
# Signs that people use, and what is meant by them.
_MEANT = {
    "−": "-", "–": "-", "—": "-", "·": "*", "×": "*", "⋅": "*", "∗": "*", "÷": "/", "²": "^2", "³": "^3",
    "π": "pi", "√": "sqrt(...)", "≤": "<=", "≥": ">=", "≠": "!=", "[": "(", "]": ")", "{": "(", "}": ")",
    "|": "abs(...)", "=": "== to compare", "&": "* between two comparisons", ";": ",", "!": "!= to compare",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text, and the character at which it begins; ``end`` stands after the last."""

    kind: Literal["number", "name", "sign", "end"]
    text: str
    position: int

    @property
    def shown(self) -> str:
        """The piece as an error names it."""
        return "the end" if self.kind == "end" else f"'{self.text}'"


def tokenise(text: str) -> list[Token]:
    """Return the pieces of a text, an ``end`` last.

    Raises
    ------
    ExpressionError
        For a text longer than `LONGEST`, or a character that has no meaning.
    """
    if len(text) > LONGEST:
        rule = f"A function has up to {LONGEST:,} characters, but {len(text):,} were given. Shorten it."
        raise ExpressionError(rule, text, LONGEST)
    found: list[Token] = []
    at = 0
    while at < len(text):
        piece = _PATTERN.match(text, at)
        if piece is None:
            raise _no_meaning(text, at)
        if piece.lastgroup != "space":
            found.append(Token(piece.lastgroup, piece[0], at))  # type: ignore[arg-type]
        at = piece.end()
    return [*found, Token("end", "", len(text))]


def _no_meaning(text: str, at: int) -> ExpressionError:
    mark = text[at]
    shown = f"'{mark}'" if mark.isprintable() else f"U+{ord(mark):04X}"
    if mark in _MEANT:
        hint = f"Write {_MEANT[mark]} instead."
    elif mark == ".":
        hint = "A point stands within a number, such as 0.5."
    elif mark == "_":
        hint = "A name begins with a letter, such as a_1."
    else:
        hint = "A function is made of numbers, names, + - * / ^ ( ) , < and >."
    return ExpressionError(f"Character {at + 1} is {shown}, which has no meaning here. {hint}", text, at)
