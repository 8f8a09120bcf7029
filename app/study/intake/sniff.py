"""What a text file looks like: its encoding, delimiter and header, and what its columns hold."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from ...engine.error import InputError
from .column import MISSING

__all__ = ["Look", "decimal_of", "is_number", "look_at"]

_DELIMITERS = ",\t;|"
_SAMPLE = 2**18


@dataclass(frozen=True, slots=True)
class Look:
    """How a text file is to be read.

    Parameters
    ----------
    encoding, delimiter : str
    header : bool
    names : tuple of str
        Of the columns; 'column 1', ... without a header.
    rows : tuple of tuple of str
        The first ones, cells as text.
    """

    encoding: str
    delimiter: str
    header: bool
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def look_at(
    start: bytes, whole: bool, delimiter: str = "", header: bool | None = None, decimal: str = "."
) -> Look:
    """Return what the first part of a file shows.

    Parameters
    ----------
    start : bytes
        Up to 256 KiB are looked at.
    whole : bool
        Whether that is all of the file.
    delimiter, header, decimal
        What is known already.

    Raises
    ------
    InputError
        If it is not text, is empty, or has columns without names though it has a header.
    """
    encoding, text = _decoded(start[:_SAMPLE])
    lines = text.splitlines()
    if len(lines) > 1 and not (whole and len(start) <= _SAMPLE):
        lines.pop()  # it may be cut off
    lines = [line for line in lines if line.strip()]
    if not lines:
        raise InputError("The file has no lines of text.", "path")
    if not delimiter:
        delimiter = _delimiter(lines)
    elif len(delimiter) != 1:
        raise InputError(
            f"A delimiter is one character, but {delimiter!r} was given. A usual one is ','.", "delimiter"
        )
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    if header is None:
        header = _has_header(rows, decimal)
    width = max(len(row) for row in rows)
    names = [cell.strip() for cell in rows[0]] if header else []
    names += ["" for _ in range(width - len(names))]
    found = tuple(_distinct([name or f"column {at}" for at, name in enumerate(names, 1)]))
    return Look(encoding, delimiter, header, found, tuple(tuple(row) for row in rows[int(header) :]))


def is_number(cell: str, decimal: str = ".") -> bool:
    """Return whether a cell holds a number."""
    word = cell.strip()
    if decimal == ",":
        word = word.replace(".", "").replace(",", ".")
    try:
        float(word)
    except ValueError:
        return False
    return word.lower() not in MISSING


def decimal_of(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return ',' if cells look like 3,14 and none like 3.14."""
    cells = [cell.strip() for row in rows[:200] for cell in row]
    comma = sum(is_number(cell, ",") and not is_number(cell) for cell in cells)
    point = sum(is_number(cell) and "." in cell for cell in cells)
    return "," if comma and not point else "."


def _decoded(start: bytes) -> tuple[str, str]:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", start[: len(start) // 2 * 2].decode("utf-16", errors="ignore")
    if b"\0" in start:
        raise InputError(
            "The file is not text: it has zero bytes. Readable are text tables (CSV, TSV), NPZ, IDX (also "
            "compressed with gzip) and, with the extra 'parquet', Parquet.",
            "path",
        )
    try:
        # The cut may be in the middle of a character, which is at most four bytes long.
        return "utf-8-sig", start.decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError as error:
        if error.start >= len(start) - 4:
            return "utf-8-sig", start[: error.start].decode("utf-8-sig")
        return "latin-1", start.decode("latin-1")


def _delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts most lines into the same number of cells, the more the better."""
    best, score = ",", (0.0, 0)
    for candidate in _DELIMITERS:
        counts = Counter(len(row) for row in csv.reader(lines[:200], delimiter=candidate))
        width, times = counts.most_common(1)[0]
        if width > 1 and (times / sum(counts.values()), width) > score:
            best, score = candidate, (times / sum(counts.values()), width)
    return best


def _has_header(rows: list[list[str]], decimal: str) -> bool:
    """Return whether the first line is text where the lines below are numbers, or text of its own."""
    first, rest = rows[0], rows[1:200]
    if any(is_number(cell, decimal) for cell in first):
        return False
    if not rest:
        return False
    seen = False
    for at, title in enumerate(first):
        below = [row[at] for row in rest if at < len(row)]
        if below and sum(is_number(cell, decimal) for cell in below) > 0.5 * len(below):
            return True
        seen |= title in below
    # Words above words: a value would most likely come again.
    return not seen and len(rest) > 1


def _distinct(names: list[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        again, count = name, 2
        while again in found:
            again, count = f"{name} ({count})", count + 1
        found.append(again)
    return found
