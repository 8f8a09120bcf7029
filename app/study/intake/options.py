"""What a study says about a file of one's own: where it is and how it is read."""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["FileSpec", "Format", "Missing"]

Format = Literal["", "delimited", "npz", "idx", "parquet"]
Missing = Literal["refuse", "drop", "mean"]


class FileSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file, and how to read it.

    Parameters
    ----------
    path : str
        Absolute, or relative to where the app was started.
    format : {'', 'delimited', 'npz', 'idx', 'parquet'}
        Guessed from name and content by default.
    target : str
        The column to predict, by name or by number from 1; the last by default. In an NPZ file, the name of
        an array.
    task : {'', 'classification', 'regression'}
        Classification by default if the target is text, or whole numbers of at most 20 values.
    delimiter : str
        One character; guessed by default.
    header : bool, optional
        Whether the first line has the names of the columns; guessed by default.
    decimal : {'.', ','}
    missing : {'refuse', 'drop', 'mean'}
        What happens to rows with missing values: an error, left out, or filled with the mean (numbers) or a
        category of their own (text).
    leave_out : tuple of str
        Columns that are not features, by name or number from 1.
    sha256 : str
        Of the file when the study was made; a file that has changed since is noticed.
    """

    path: str
    format: Format = ""
    target: str = ""
    task: Literal["", "classification", "regression"] = ""
    delimiter: str = ""
    header: bool | None = None
    decimal: Literal[".", ","] = "."
    missing: Missing = "refuse"
    leave_out: tuple[str, ...] = ()
    sha256: str = ""
