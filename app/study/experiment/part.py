"""One task of an experiment as an experiment of its own: what is said of one task is said in one way."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from ..spec import Study
from .block import Block
from .columns import Columns
from .kind import Done
from .rows import Rows, task_study
from .space import tuning_of
from .table import task_names

__all__ = ["Part", "parts_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A task with its runs.

    Parameters
    ----------
    name : str
        Of the task; empty if there is no other.
    study : Study
        Of this task: with a sweep or a tuning, or without an experiment if lanes were run as they are.
    done : list of (Block, Columns)
        Of this task, which is the first and only one of the study.
    """

    name: str
    study: Study
    done: list[tuple[Block, Columns]]


def parts_of(study: Study, done: Done) -> list[Part]:
    """Return the tasks of a sweep, a tuning or a suite, in their order."""
    names = task_names(study)
    if names == [""]:
        return [Part("", study, list(done))]
    own: list[list[tuple[Block, Columns]]] = [[] for _ in names]
    for block, columns in done:
        content: Rows = msgspec.convert(block.content, Rows)
        first = msgspec.structs.replace(content, task=0)
        own[content.task].append((msgspec.structs.replace(block, content=first), columns))
    tune = tuning_of(study)
    return [
        Part(
            name if len(names) > 1 else "",
            msgspec.structs.replace(task_study(study, task), experiment=tune),
            own[task],
        )
        for task, name in enumerate(names)
    ]
