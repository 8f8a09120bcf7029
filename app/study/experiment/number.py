"""Blocks of several lanes as one stage of a plan."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

import msgspec

from .block import Block
from .kind import Done
from .made import Made

__all__ = ["Numbered", "numbered", "outline", "work_of"]


class Numbered(Made[Block]):
    """Rows of blocks as one, each block with its place in the plan; made when it is asked for.

    A plan of a hundred million runs has a million blocks, which with all their settings and seeds would be
    gigabytes.

    Parameters
    ----------
    parts : sequence of sequence of Block
        Kept as an attribute.
    first : int
        The index of the first block.
    stage : int, optional
        Of all blocks; they have theirs by default.
    """

    what = "block"

    def __init__(self, parts: Sequence[Sequence[Block]], first: int = 0, stage: int | None = None) -> None:
        self.parts = parts
        self._ends = list(accumulate(map(len, parts)))
        self._first, self._stage = first, stage

    @property
    def work(self) -> float:
        """Return the work of all blocks."""
        return sum(work_of(part) for part in self.parts)

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def make(self, index: int) -> Block:
        """Return the block at a place."""
        part = bisect_right(self._ends, index)
        block = self.parts[part][index - (self._ends[part - 1] if part else 0)]
        return self._placed(block, index)

    def __iter__(self) -> Iterator[Block]:
        blocks = (block for part in self.parts for block in part)
        return (self._placed(block, index) for index, block in enumerate(blocks))

    def _placed(self, block: Block, index: int) -> Block:
        stage = block.stage if self._stage is None else self._stage
        return msgspec.structs.replace(block, index=self._first + index, stage=stage)


def work_of(blocks: Sequence[Block]) -> float:
    """Return the work of all blocks of a row; of one that knows it without making them."""
    known = getattr(blocks, "work", None)
    return sum(block.work for block in blocks) if known is None else float(known)


def outline(blocks: Sequence[Block]) -> Iterator[tuple[Block, float]]:
    """Yield blocks, and the work that each of them stands for: the longest of a lane for all of that lane."""
    for part in blocks.parts if isinstance(blocks, Numbered) else [blocks]:
        longest = getattr(part, "longest", None)
        if longest is not None:
            yield longest, work_of(part)
        else:
            yield from ((block, block.work) for block in part)


def numbered(parts: Sequence[Sequence[Block]], stage: int, done: Done) -> Numbered:
    """Return rows of blocks as a stage, counted on from the last stage's."""
    return Numbered(parts, done[-1][0].index + 1 if len(done) else 0, stage)
