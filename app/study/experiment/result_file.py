"""Which files of results an experiment has, before it has any."""

from __future__ import annotations

from ..spec import Study
from .space import tuning_of
from .spec import BasinSpec

__all__ = ["RESULT_FILES", "file_names", "table_name"]

#: What each file of results is, in words.
RESULT_FILES = {
    "results.csv": "every run, a row each, with all digits",
    "basin.csv": "every start, a row each, with all digits",
    "basin_shares.csv": "the share of the starts that ends at each minimum",
    "curves.csv": "the loss of each run at some steps",
    "chosen.json": "search spaces, trials, what was chosen and what was ended early",
}


def table_name(study: Study) -> str:
    """Return the name of the file with all numbers."""
    return "basin.csv" if isinstance(study.experiment, BasinSpec) else "results.csv"


def file_names(study: Study) -> tuple[str, ...]:
    """Return the names of the files that `Kind.files` gives, the one with all numbers first."""
    if isinstance(study.experiment, BasinSpec):
        return ("basin.csv", "basin_shares.csv")
    names = ["results.csv"]
    if tuning_of(study) is not None:
        names.append("chosen.json")
    if getattr(study.experiment, "curve", 0):
        names.append("curves.csv")
    return tuple(names)
