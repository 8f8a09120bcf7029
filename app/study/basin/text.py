"""Outcomes in words, and the tables of a map as files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ...engine.surface import Surface
from .block import DIVERGED, ELSEWHERE, OUTSIDE
from .lattice import FINEST, offset_of, starts_at, stride_of
from .map import BasinMap

__all__ = ["BASIN_COLUMNS", "SHARE_COLUMNS", "basin_rows", "outcome_text", "share_rows", "shares_sentence"]

BASIN_COLUMNS = (
    "lane", "x", "y", "minimum", "steps", "evaluations", "diverged", "arrived", "x_end", "y_end",
)  # fmt: skip
SHARE_COLUMNS = ("lane", "minimum", "x", "y", "f", "share")
_WORDS = {ELSEWHERE: "elsewhere", OUTSIDE: "outside", DIVERGED: "diverged"}


def outcome_text(code: int) -> str:
    """Return an outcome as in the tables: the number of the minimum, from 1, or a word."""
    return _WORDS.get(code) or str(code + 1)


def basin_rows(
    names: Iterable[str], maps: Iterable[BasinMap], surface: Surface, level: int
) -> Iterator[bytes]:
    """Yield basin.csv in pieces: one line a start, by lane, from the lowest y up and from left to right.

    Starts that have not been run are left out.

    Empty: ``steps`` and ``evaluations`` of a miss, ``diverged`` (the step) and ``arrived`` where there is
    none.
    """
    yield ",".join(BASIN_COLUMNS).encode() + b"\r\n"
    for name, found in zip(names, maps, strict=True):
        quoted = _quoted(name)
        along = np.arange(offset_of(level), FINEST, stride_of(level))
        columns = [found.layer(column, level) for column in _OF_MAP]
        for index, up in enumerate(along):
            starts = starts_at(surface.domain, np.stack([along, np.full_like(along, up)], axis=1))
            known = found.known(level)[index]
            values = (column[index][known].tolist() for column in columns)
            rows = zip(starts[known].tolist(), *values, strict=True)
            yield b"".join(_line(quoted, *row) for row in rows)


_OF_MAP = ("minimum", "steps", "evaluations", "diverged_at", "arrived", "x_end", "y_end")


def _line(
    name: str, start: list[float], minimum: int, steps: int, spent: int, diverged: int, arrived: int,
    x: float, y: float,
) -> bytes:  # fmt: skip
    whole = ",".join("" if value < 0 else str(value) for value in (steps, spent, diverged, arrived))
    return f"{name},{start[0]!r},{start[1]!r},{outcome_text(minimum)},{whole},{x!r},{y!r}\r\n".encode()


def share_rows(names: Iterable[str], maps: Iterable[BasinMap], surface: Surface) -> Iterator[bytes]:
    """Yield basin_shares.csv: for each lane the share of the starts that ends at each minimum."""
    yield ",".join(SHARE_COLUMNS).encode() + b"\r\n"
    for name, found in zip(names, maps, strict=True):
        for code, share in [] if not found.level else found.shares(len(surface.minima)):
            place = "," if code < 0 else "{!r},{!r}".format(*surface.minima[code])
            value = "" if code < 0 else repr(float(surface.value(*map(np.float64, surface.minima[code]))))
            yield f"{_quoted(name)},{outcome_text(code)},{place},{value},{share!r}\r\n".encode()


def shares_sentence(name: str, found: BasinMap, surface: Surface) -> str:
    """Return what a lane's map says, such as ``Adam: minimum 1 wins 30.2 %, ..., 0.4 % diverged``."""
    if not found.level:
        return f"{name}: being computed"
    parts = []
    for code, share in found.shares(len(surface.minima)):
        words = _WORDS.get(code)
        parts.append(f"{share:.1%} {words}" if words else f"minimum {code + 1} wins {share:.1%}")
    return f"{name}: {', '.join(parts) or 'no known minimum'}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text
