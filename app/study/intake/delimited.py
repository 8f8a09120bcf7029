"""CSV, TSV and the like, read by the block: memory does not grow with the file."""

from __future__ import annotations

import csv
import io
from itertools import islice
from pathlib import Path

import numpy as np

from ...engine.error import InputError
from .column import MISSING, NumberColumn, TextColumn
from .compose import ignored_columns
from .options import FileSpec
from .progress import Progress
from .sniff import Look, is_number, look_at
from .store import Raw

__all__ = ["CATEGORY_LIMIT", "inspect", "read"]

CATEGORY_LIMIT = 1000
_CELLS = 200_000  # of one block
_START = 2**18


def inspect(path: Path, spec: FileSpec) -> Look:
    """Return what the first part of a text file shows, read as the options say."""
    with path.open("rb") as file:
        start = file.read(_START + 1)
    return look_at(start, len(start) <= _START, spec.delimiter, spec.header, spec.decimal)


def is_text(look: Look, at: int, decimal: str) -> bool:
    """Return whether a column holds text: most of what is not missing in the first rows is no number."""
    cells = [row[at] for row in look.rows if at < len(row) and row[at].strip().lower() not in MISSING]
    return bool(cells) and 2 * sum(is_number(cell, decimal) for cell in cells) < len(cells)


def read(path: Path, spec: FileSpec, folder: Path, progress: Progress) -> Raw:
    """Write every cell as a number into a file of raw rows.

    Parameters
    ----------
    path : Path
    spec : FileSpec
    folder : Path
        Where the raw rows go.
    progress : Progress

    Raises
    ------
    InputError
        With the line, for a row of another length, text among numbers, or more than `CATEGORY_LIMIT`
        categories.
    """
    look = inspect(path, spec)
    ignored = ignored_columns(look.names, spec)
    columns = [
        TextColumn(name, CATEGORY_LIMIT)
        if is_text(look, at, spec.decimal)
        else NumberColumn(name, spec.decimal)
        for at, name in enumerate(look.names)
    ]
    width = len(columns)
    size = max(path.stat().st_size, 1)
    raw = Raw(folder / "raw.bin", look.names)
    at_once = max(1, _CELLS // width)
    with raw.writing() as out, path.open("rb") as binary:
        text = io.TextIOWrapper(binary, encoding=look.encoding, newline="", errors="replace")
        reader = csv.reader(text, delimiter=look.delimiter)
        if look.header:
            next(row for row in reader if row)
        while True:
            first = reader.line_num + 1
            rows = [row for row in islice(reader, at_once) if row]
            if not rows:
                if reader.line_num + 1 == first:
                    break
                continue
            _check_width(rows, width, first)
            block = np.empty((len(rows), width))
            for at, (column, cells) in enumerate(zip(columns, zip(*rows, strict=True), strict=True)):
                block[:, at] = 0.0 if at in ignored else column.convert(list(cells), first)
            out(block)
            progress(min(binary.tell() / size, 1.0))
    for at, column in enumerate(columns):
        if isinstance(column, TextColumn):
            raw.categories[at] = tuple(column.categories)
    return raw


def _check_width(rows: list[list[str]], width: int, first: int) -> None:
    for at, row in enumerate(rows):
        if len(row) != width:
            raise InputError(
                f"Every line has {width} cells, but line {first + at:,} has {len(row)}. Mend the file, or "
                "choose another delimiter.",
                "delimiter",
            )
