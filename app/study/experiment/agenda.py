"""What is left to be run of an experiment: the blocks that wait, made only when it is their turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator, Sequence

from .block import Block
from .number import Numbered, work_of

__all__ = ["Agenda"]


class Agenda:
    """The blocks of all stages so far, in the order of the plan, and those that are run again after them.

    Parameters
    ----------
    stored : container of int
        The indices of blocks that need not be run.

    Attributes
    ----------
    plan : sequence of Block
        All of them.
    work : float
        Of all of them.
    """

    def __init__(self, stored: Container[int]) -> None:
        self._stored = stored
        self._stages: list[Sequence[Block]] = []
        self.plan = Numbered(self._stages)
        self.work = 0.0
        self._next: Iterator[int] = iter(())
        self._left = 0
        self._again: deque[Block] = deque()

    def add(self, blocks: Sequence[Block], left: int) -> None:
        """Take in the blocks of a stage, of which so many are not stored. Nothing of another one waits."""
        first = len(self.plan)
        self._stages.append(blocks)
        self.plan = Numbered(self._stages)
        self.work += work_of(blocks)
        self._next = iter(range(first, first + len(blocks)))
        self._left = left

    def put(self, block: Block) -> None:
        """Have a block run again, after those that were not run yet."""
        self._again.append(block)

    def take(self) -> Block:
        """Return the next block, which waits no longer."""
        if not self._left:
            return self._again.popleft()
        self._left -= 1
        return self.plan[next(index for index in self._next if index not in self._stored)]

    def __len__(self) -> int:
        """Return how many blocks wait."""
        return self._left + len(self._again)
