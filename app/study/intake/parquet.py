"""Parquet, for those who have installed the extra ``parquet`` (pyarrow)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from ...engine.error import InputError
from .column import MISSING
from .compose import ignored_columns
from .options import FileSpec
from .progress import Progress
from .store import Raw

__all__ = ["read"]

_CATEGORIES = 1000


def read(path: Path, spec: FileSpec, folder: Path, progress: Progress) -> Raw:
    """Write every cell as a number into a file of raw rows; text and switches become categories.

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
        If pyarrow is not installed, or a column holds neither numbers nor text.
    """
    try:
        # An extra: neither mypy nor a plain installation has it.
        from pyarrow import parquet as arrow  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise InputError(
            "Parquet files need the extra 'parquet'. Install pyarrow into the app's environment, or save the "
            "table as CSV.",
            "path",
        ) from None
    try:
        file = arrow.ParquetFile(path)
    except Exception as error:
        raise InputError(f"{path.name} cannot be read as a Parquet file: {error}.", "path") from None
    names = tuple(str(name) for name in file.schema_arrow.names)
    raw = Raw(folder / "raw.bin", names)
    ignored = ignored_columns(names, spec)
    known: list[dict[Any, float]] = [{} for _ in names]
    total, done = max(file.metadata.num_rows, 1), 0
    with raw.writing() as out:
        for batch in file.iter_batches(batch_size=50_000):
            block = np.empty((batch.num_rows, len(names)))
            for at, column in enumerate(batch.columns):
                block[:, at] = 0.0 if at in ignored else _numbers(names[at], column, known[at])
            out(block)
            done += batch.num_rows
            progress(done / total)
    raw.categories = {at: tuple(map(str, found)) for at, found in enumerate(known) if found}
    return raw


def _numbers(name: str, column: Any, known: dict[Any, float]) -> Any:
    """Return the numbers of an array of arrow's."""
    if str(column.type).startswith(("int", "uint", "float", "double", "halffloat")):
        return column.to_numpy(zero_copy_only=False)  # what is missing becomes NaN
    found = []
    for cell in column.to_pylist():
        if cell is None or (isinstance(cell, str) and cell.strip().lower() in MISSING):
            found.append(float("nan"))
        elif isinstance(cell, (str, bool)):
            if cell not in known and len(known) >= _CATEGORIES:
                raise InputError(
                    f"The column '{name}' has text with more than {_CATEGORIES} different values, too many "
                    "to be categories. Leave the column out.",
                    "leave_out",
                )
            found.append(known.setdefault(cell, float(len(known))))
        elif isinstance(cell, (int, float, Decimal)):
            found.append(float(cell))
        else:
            raise InputError(
                f"The column '{name}' holds {type(cell).__name__}; numbers and text can be read. Leave the "
                "column out.",
                "leave_out",
            )
    return found
