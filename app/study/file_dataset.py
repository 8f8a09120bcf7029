"""A data set that is a person's own file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..engine.dataset import Dataset, Table, datasets
from ..engine.error import InputError
from ..engine.split import Split
from .intake.options import FileSpec
from .spec import DataSpec

__all__ = ["FILE", "FileDataset", "dataset_of", "is_on_file", "needs_reading"]

FILE = "file"  # the name that stands for a file where a data set is named


class FileDataset(Dataset):
    """The table of a file; without a name of its own, so that no registry lists it.

    Parameters
    ----------
    spec : FileSpec
    folder : Path, optional
        Where the table is kept, if it is to be had from there whatever has become of the file.

    Attributes
    ----------
    folder : Path
        Where the table is kept.

    Raises
    ------
    InputError
        If the file cannot be read.
    """

    description = "A table of your own."

    def __init__(self, spec: FileSpec, folder: Path | None = None) -> None:
        from .intake.intake import read_file
        from .intake.store import open_table

        super().__init__()
        self.folder = read_file(spec) if folder is None else folder
        meta, self._table = open_table(self.folder)
        # What a registered data set declares for its class is known here only when the file is read.
        self.title: str = meta.title  # type: ignore[misc]
        self.task: Any = meta.task  # type: ignore[misc]
        self.dropped = meta.dropped

    def load(self) -> Table:
        """Return the table, mapped from the disk."""
        return self._table

    def split(self, spec: DataSpec) -> Split:
        """Return its examples in three parts, in memory that all processes share.

        Raises
        ------
        InputError
        """
        from .intake.partition import shared_split

        return shared_split(self.folder, spec)


def is_on_file(problem: object) -> bool:
    """Return whether a study's problem is a file."""
    return isinstance(problem, DataSpec) and problem.dataset == FILE


def needs_reading(problem: object) -> bool:
    """Return whether a study's problem is a file that has to be read first, which may take long."""
    if not isinstance(problem, DataSpec) or not is_on_file(problem) or problem.file is None:
        return False
    from .intake.intake import is_read  # the readers of every format, for the few studies that name a file

    return Path(problem.file.path).is_file() and not is_read(problem.file)


def dataset_of(spec: DataSpec, folder: Path | None = None) -> Dataset:
    """Return the data set of a study's problem.

    Parameters
    ----------
    spec : DataSpec
    folder : Path, optional
        See `FileDataset`.

    Raises
    ------
    InputError
        With its place in the problem.
    """
    if spec.dataset != FILE:
        kind = datasets[spec.dataset]
        try:
            return kind(spec.dataset_parameters)
        except InputError as error:
            raise error.at("dataset_parameters") from None
    if spec.file is None:
        raise InputError("The data set 'file' needs the file that holds it.", "file")
    try:
        return FileDataset(spec.file, folder)
    except InputError as error:
        raise error.at("file") from None
