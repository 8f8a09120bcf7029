"""Which blocks a suite has as yet, and how far each task is."""

from __future__ import annotations

from collections.abc import Container, Mapping
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
        Of its newest blocks, such as ``trial``.
    share : float
        Of their work that is done.
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
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._stage = 0
        self._present: list[Block] = []
        self._by_task: dict[int, list[tuple[str, Block]]] = {}
        self.ended = False
        self._add(list(kind_of(study).blocks(study, 0, [])))

    def follow(self, done: Mapping[int, tuple[Block, Columns]]) -> None:
        """Take in what is done by now, by the index of the block."""
        while not self.ended and all(block.index in done for block in self._present):
            self._stage += 1
            rows = [done[index] for index in sorted(done)]
            self._add(list(kind_of(self._study).blocks(self._study, self._stage, rows)))

    def _add(self, blocks: list[Block]) -> None:
        self._present = blocks
        self.ended = not blocks
        for block in blocks:
            content: Rows = msgspec.convert(block.content, Rows)
            self._by_task.setdefault(content.task, []).append((content.phase, block))

    def progress(self, task: int, done: Container[int]) -> TaskProgress:
        """Return how far a task is."""
        known = self._by_task.get(task, [])
        if not known:
            return TaskProgress("", 0.0, False)
        phase = known[-1][0]
        newest = [block for each, block in known if each == phase]
        whole = sum(block.work for block in newest)
        ready = sum(block.work for block in newest if block.index in done)
        finished = phase in _LAST and all(block.index in done for _, block in known)
        return TaskProgress(phase, ready / whole if whole else 1.0, finished)

    def finished(self, done: Container[int]) -> frozenset[int]:
        """Return the tasks all of whose runs are there."""
        return frozenset(task for task in self._by_task if self.progress(task, done).finished)
