"""A row of blocks that are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from .block import Block

__all__ = ["BlockRow"]


class BlockRow(Sequence[Block]):
    """What a million blocks would take in memory is why there are none before somebody asks."""

    @abstractmethod
    def make(self, index: int) -> Block:
        """Return the block at a place from 0 to the length."""

    @overload
    def __getitem__(self, index: int) -> Block: ...

    @overload
    def __getitem__(self, index: slice) -> list[Block]: ...

    def __getitem__(self, index: int | slice) -> Block | list[Block]:
        if isinstance(index, slice):
            return [self.make(each) for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"block {index} of {len(self)}")
        return self.make(index % len(self))
