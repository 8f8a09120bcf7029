"""The results in a folder, finished or not, for whoever shows or tests them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..file import load_study
from ..spec import Study
from .block import Block
from .columns import Columns, columns_from_bytes
from .cost import UNGAUGED
from .kind import kind_of
from .store import gauge_in, stored_in

__all__ = ["Results", "load_results"]


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """What an experiment has come to.

    Parameters
    ----------
    study : Study
    done : list of (Block, Columns)
        The finished blocks in the order of the plan; `table.result_rows` joins their columns.
    complete : bool
        Whether nothing is left to be run.
    seconds : dict
        What each block took, by its index; `timing.step_seconds` makes it seconds of a step.
    """

    study: Study
    done: list[tuple[Block, Columns]]
    complete: bool
    seconds: dict[int, float]


def load_results(folder: str | os.PathLike[str]) -> Results:
    """Read the results of an experiment, also while it runs.

    Raises
    ------
    InputError
        If there are none, or they are of another version and cannot be read.
    """
    study = load_study(Path(folder) / "study.json")
    kind = kind_of(study)
    stored = {each.index: each for each in stored_in(folder)}
    gauge = gauge_in(folder) or UNGAUGED
    seconds = {index: each.seconds for index, each in stored.items()}
    done: list[tuple[Block, Columns]] = []
    stage = 0
    while True:
        blocks = kind.blocks(study, stage, done, gauge)
        if not blocks:
            return Results(study, done, True, seconds)
        known = [block for block in blocks if block.index in stored and stored[block.index].key == block.key]
        done += [(block, columns_from_bytes(stored[block.index].content)) for block in known]
        if len(known) < len(blocks):
            return Results(study, done, False, seconds)
        stage = blocks[-1].stage + 1
