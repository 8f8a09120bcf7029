"""Where the blocks of basin maps stand, as the board of any experiment's blocks has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..study.basin.block import BasinBlock
from ..study.experiment.block import Block
from ..study.experiment.board import Board
from ..study.experiment.event import Began, Completed, StageBegan

__all__ = ["BasinBoard"]


class BasinBoard(Board):
    """A board of the blocks of maps, without one at first.

    Parameters
    ----------
    names : sequence of str
        Of the lanes.
    """

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        self._names = names
        self._places: dict[BasinBlock, int] = {}  # of those that are not done
        self._begun: set[BasinBlock] = set()

    def plan(self, blocks: Sequence[BasinBlock]) -> None:
        """Take in all blocks, in the order in which they are asked for."""
        self._places = {block: place for place, block in enumerate(blocks)}
        self.take(StageBegan(0, len(blocks), 0))

    def run(self, blocks: Iterable[BasinBlock]) -> None:
        """Take in which blocks are computed now."""
        for block in blocks:
            if block in self._places and block not in self._begun:
                self._begun.add(block)
                self.take(Began(self._known(block), 1))

    def complete(self, block: BasinBlock, seconds: float) -> None:
        """Take in that a block is done; one of before the plan is not on the board."""
        if block in self._places:
            self.take(Completed(self._known(block), seconds, ""))
            del self._places[block]

    def _known(self, block: BasinBlock) -> Block:
        label = f"{self._names[block.lane]}, {block.level} × {block.level} starts"
        return Block(index=self._places[block], label=label)
