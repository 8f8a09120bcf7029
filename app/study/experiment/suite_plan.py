"""How far each task of a suite is: in runs, as how many make a block is found out where they are run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from ..spec import Study
from .block import Block
from .columns import Columns
from .kind import kind_of
from .rows import Rows
from .tuning import FRESH

__all__ = ["SuitePlan", "TaskProgress"]

_LAST = ("run", FRESH)  # phases whose runs are told


@dataclass(frozen=True, slots=True)
class TaskProgress:
    """How far a task is.

    Parameters
    ----------
    phase : str
        Of its newest runs, such as ``trial``.
    share : float
        Of these that are done.
    finished : bool
        Whether all its runs are there.
    """

    phase: str
    share: float
    finished: bool


class SuitePlan:
    """The stages of a suite as far as they are known: the next one is made of what all before gave.

    Parameters
    ----------
    study : Study
        With a `SuiteSpec` that is valid.
    told : bool
        Whether the blocks of each stage will be told by `add`; if not, they are made here.
    """

    def __init__(self, study: Study, told: bool = False) -> None:
        self._study = study
        self._told = told
        self._stage = 0
        self._asked: dict[int, dict[str, int]] = {}  # runs, by task and phase
        self._done: dict[int, dict[str, int]] = {}
        self._counted: set[int] = set()
        self.ended = False
        if not told:
            self.add(kind_of(study).blocks(study, 0, []))

    def follow(self, done: Mapping[int, tuple[Block, Columns]]) -> None:
        """Take in the blocks that are done by now, by their index."""
        for index in done.keys() - self._counted:
            block, columns = done[index]
            content: Rows = msgspec.convert(block.content, Rows)
            phases = self._done.setdefault(content.task, {})
            phases[content.phase] = phases.get(content.phase, 0) + len(columns["cell"])
        self._counted |= done.keys()
        while not (self._told or self.ended) and all(self._is_complete(task) for task in self._asked):
            self._stage += 1
            rows = [done[index] for index in sorted(done)]
            self.add(kind_of(self._study).blocks(self._study, self._stage, rows))

    def add(self, blocks: Sequence[Block]) -> None:
        """Take in the blocks of the next stage; none: there is no other."""
        self.ended = not blocks
        for block in blocks:
            content: Rows = msgspec.convert(block.content, Rows)
            phases = self._asked.setdefault(content.task, {})
            phases[content.phase] = phases.get(content.phase, 0) + len(content.cells) * len(content.seeds)

    def _is_complete(self, task: int) -> bool:
        done = self._done.get(task, {})
        return all(done.get(phase, 0) >= runs for phase, runs in self._asked[task].items())

    def progress(self, task: int) -> TaskProgress:
        """Return how far a task is."""
        asked = self._asked.get(task)
        if not asked:
            return TaskProgress("", 0.0, False)
        done = self._done.get(task, {})
        phases = list(asked)
        # Of phases that come twice, such as trials after a first look, the one that is not complete counts.
        phase = next((each for each in phases if done.get(each, 0) < asked[each]), phases[-1])
        finished = phases[-1] in _LAST and self._is_complete(task)
        return TaskProgress(phase, min(done.get(phase, 0) / asked[phase], 1.0), finished)

    @property
    def finished(self) -> frozenset[int]:
        """Return the tasks all of whose runs are there."""
        return frozenset(task for task in self._asked if self.progress(task).finished)
