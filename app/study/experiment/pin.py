"""Data files of a study named by what they hold: results of a file that has changed meanwhile are others."""

from __future__ import annotations

from typing import Any

import msgspec

from ..spec import DataSpec, Study
from .spec import SuiteSpec

__all__ = ["pinned"]

_replace = msgspec.structs.replace


def pinned(study: Study) -> Study:
    """Return a study whose data files have their SHA-256 noted, so that all who read them read the same.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    found = _replace(study, problem=_pinned(study.problem))
    if isinstance(study.experiment, SuiteSpec):
        tasks = tuple(_replace(task, problem=_pinned(task.problem)) for task in study.experiment.tasks)
        found = _replace(found, experiment=_replace(study.experiment, tasks=tasks))
    return found


def _pinned(problem: Any) -> Any:
    if not isinstance(problem, DataSpec) or problem.file is None or problem.dataset != "file":
        return problem
    from ..intake.intake import read_file
    from ..intake.store import meta_of

    meta = meta_of(read_file(problem.file))
    return _replace(problem, file=_replace(problem.file, sha256=meta.sha256))
