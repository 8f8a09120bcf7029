"""A formula with the numbers of one update in the place of its letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

import numpy as np
import numpy.typing as npt

__all__ = ["figure", "filled", "slanted"]

Floats = npt.NDArray[np.float64]

# A tag; a word of plain letters; one letter with its hat, bar, index or prime; anything else as it is.
_LETTER = r"[^\W\d_][\u0302\u0304]?[\u2080-\u209c\u2032\u207a-\u207f]*(?:[a-z_]+)?"
_TOKEN = re.compile(rf"<[^>]*>|{_LETTER}|.", re.DOTALL)
_MARKED = re.compile("\\w[\u0302-\u0304]")
_MINUS = "\u2212"


def slanted(formula: str) -> str:
    """Return a formula with what has a hat in italics: over upright letters some fonts put it too high."""
    return _MARKED.sub(r"<i>\g<0></i>", formula)


def figure(value: float, digits: int = 4) -> str:
    """Return a number as it is printed in an equation, with a true minus."""
    if not np.isfinite(value):
        return str(value).replace("-", _MINUS)
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        power = str(int(exponent)).replace("-", _MINUS)
        return f"{mantissa.replace('-', _MINUS)}·10<sup>{power}</sup>"
    return text.replace("-", _MINUS)


def filled(formula: str, known: Mapping[str, Floats], at: int) -> str:
    """Return a formula with numbers for the letters that are known.

    Parameters
    ----------
    formula : str
        HTML with sub and sup.
    known : mapping
        From symbol to values, shape (params,) or (1,).
    at : int
        The weight, or coordinate.

    Returns
    -------
    str
        HTML. A negative number after an operator stands in brackets, and between two numbers without an
        operator a dot.
    """
    parts: list[str] = []
    last = ""  # the kind of the part before: a number, or something else
    for token in _TOKEN.findall(formula):
        value = known.get(token)
        if value is not None:
            number = float(value[min(at, len(value) - 1)])
            text = figure(number)
            if number < 0 and parts:
                text = f"({text})"
            parts.append(("·" if last == "number" else "") + text)
            last = "number"
        elif token.isspace():
            parts.append(token)
        else:
            if last == "number" and (token == "(" or token[:1].isalpha() or token in "√") and parts:
                parts.append("·")
            parts.append(token if token.startswith("<") else escape(token))
            last = "number" if token in (")", "²", "</sup>") else "other"
    return "".join(parts).replace(" ·", "·").replace("· ", "·")
