"""All that a race leaves behind, in one folder."""

from __future__ import annotations

import os
from pathlib import Path

from ..engine.history import History
from ..engine.problem import Problem
from .disk import make_folder
from .file import save_study
from .history_table import HISTORY_COLUMNS, write_history_csv
from .metadata import write_metadata
from .spec import Study
from .summary_table import SUMMARY_COLUMNS, write_summary_csv

__all__ = [
    "HISTORY_COLUMNS",
    "SUMMARY_COLUMNS",
    "export_all",
    "write_history_csv",
    "write_metadata",
    "write_summary_csv",
]


def export_all(
    folder: str | os.PathLike[str], study: Study, problem: Problem, history: History
) -> list[Path]:
    """Write history.csv, what describes it, summary.csv and study.json into a folder, and return their paths.

    Parameters
    ----------
    folder : path
        Made if it is not there; files of these names are replaced.
    study : Study
        With the changes that were made while it ran.
    problem : SurfaceProblem or DataProblem
    history : History
        Recorded to the end or not.

    Raises
    ------
    InputError
        That names the file and the reason. No part of a file is left under its name.
    """
    place = make_folder(folder)
    paths = [
        place / name for name in ("history.csv", "history.csv-metadata.json", "summary.csv", "study.json")
    ]
    write_history_csv(paths[0], study, problem, history)
    write_metadata(paths[1], study, problem, history, paths[0])
    write_summary_csv(paths[2], study, problem, history)
    save_study(study, paths[3])
    return paths
