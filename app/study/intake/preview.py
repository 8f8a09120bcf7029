"""What a file would become, from its first part: shown before anything is read in full."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from ...engine.error import InputError
from . import delimited
from .column import MISSING
from .intake import format_of
from .options import FileSpec
from .sniff import decimal_of

__all__ = ["ColumnView", "Preview", "preview"]

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: its name, whether it is text, and what the first part of the file has of it.

    Parameters
    ----------
    name : str
    text : bool
    distinct, missing : int
        Different values and missing ones among the rows looked at.
    """

    name: str
    text: bool
    distinct: int
    missing: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The first part of a text table.

    Parameters
    ----------
    spec : FileSpec
        With what was guessed filled in.
    columns : tuple of ColumnView
        Empty for formats other than text, whose arrays need no choices.
    rows : tuple of tuple of str
        At most 50.
    """

    spec: FileSpec
    columns: tuple[ColumnView, ...]
    rows: tuple[tuple[str, ...], ...]


def preview(spec: FileSpec) -> Preview:
    """Look at the first 256 KiB of a file.

    Raises
    ------
    InputError
    """
    path = Path(spec.path)
    try:
        kind = spec.format or format_of(path)
        if kind != "delimited":
            return Preview(_filled(spec, format=kind), (), ())
        look = delimited.inspect(path, spec)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.", "path") from None
    columns = []
    for at, name in enumerate(look.names):
        cells = [row[at].strip() for row in look.rows if at < len(row)]
        columns.append(
            ColumnView(
                name,
                delimited.is_text(look, at, spec.decimal),
                len(set(cells)),
                sum(cell.lower() in MISSING for cell in cells),
            )
        )
    decimal = spec.decimal
    if decimal == "." and decimal_of(look.rows) == "," and look.delimiter != ",":
        return preview(_filled(spec, decimal=","))
    filled = _filled(spec, format=kind, delimiter=look.delimiter, header=look.header)
    return Preview(filled, tuple(columns), look.rows[:_SHOWN])


def _filled(spec: FileSpec, **found: object) -> FileSpec:
    return msgspec.structs.replace(spec, **found)
