"""Names and numbers as they may stand in a sentence."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

from .bootstrap import Estimate

__all__ = [
    "amount",
    "between",
    "listed",
    "name_text",
    "number_text",
    "p_text",
    "plural",
    "share",
    "unit_of_count",
]

_LONGEST = 48
_PLAIN = re.compile(r"[\w][\w ()+/=\-]*(?:\.\d[\w ()+/=\-]*)*")


def name_text(name: str) -> str:
    """Return a lane's name for plain text: one line, nothing invisible, quoted if it could be misread."""
    visible = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in name)
    text = " ".join(visible.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return text if _PLAIN.fullmatch(text) else f"“{text.replace('“', '').replace('”', '')}”"


def listed(texts: Sequence[str], last: str = "and") -> str:
    """Return ``a, b and c``."""
    *before, end = texts
    return f"{', '.join(before)} {last} {end}" if before else end


def number_text(value: float, digits: int = 3) -> str:
    """Return a number for reading: significant digits, a true minus, ∞ for a miss."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 1e7:
        return f"{int(value):,}".replace("-", "−")
    if abs(value) >= 10.0**digits and abs(value) < 1e7:
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:.{digits}g}".replace("-", "−")


def between(estimate: Estimate, digits: int = 2) -> str:
    """Return an interval in words, such as ``95 %: 0.71 to 0.98``."""
    low, high = number_text(estimate.low, digits), number_text(estimate.high, digits)
    return f"{estimate.confidence * 100:.0f} %: {low} to {high}"


def p_text(p: float) -> str:
    """Return a p-value; very small ones as a bound."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}"


def share(part: int, whole: int, what: str) -> str:
    """Return ``9 of 10 seeds``, ``all 10 seeds`` or ``the one seed``."""
    if whole == 1:
        return f"the one {what}"
    return f"all {whole:,} {plural(what)}" if part == whole else f"{part:,} of {whole:,} {plural(what)}"


def amount(count: int, what: str) -> str:
    """Return ``1 seed`` or ``2 seeds``."""
    return f"{count:,} {what if count == 1 else plural(what)}"


def plural(what: str) -> str:
    """Return ``fresh seeds``, or ``pairs of runs``."""
    counted, of, rest = what.partition(" of ")
    return f"{counted}s{of}{rest}"


def unit_of_count(paired: bool) -> str:
    """Return what is counted when two lanes are compared: seeds, or all pairs of their runs."""
    return "seed" if paired else "pair of runs"
