"""A file that a study names is read before anything is raced, with its own progress bar."""

from __future__ import annotations

from ..engine.error import InputError
from ..study.file_dataset import needs_reading
from ..study.intake.intake import read_file
from ..study.spec import DataSpec, Study
from .progress import Progress

__all__ = ["read_first"]

_PARTS = 1000


def read_first(study: Study, quiet: bool) -> None:
    """Read the data file of a study into the cache, unless it is there.

    Raises
    ------
    InputError
        With its place in the study.
    """
    if not needs_reading(study.problem):
        return
    assert isinstance(study.problem, DataSpec)
    assert study.problem.file is not None
    with Progress(_PARTS, quiet) as progress:
        try:
            read_file(study.problem.file, lambda share: progress.show(int(_PARTS * share)))
        except InputError as error:
            raise error.at("problem.file") from None
