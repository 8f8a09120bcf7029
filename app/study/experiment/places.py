"""Where in a file the results of each block are: sixteen bytes for each, as there may be a million."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

__all__ = ["Places"]


class Places:
    """From the index of a block to its key, and to where its results begin and how long they are."""

    def __init__(self) -> None:
        self._keys = array("I")
        self._offsets = array("Q")
        self._lengths = array("I")  # 0 for a block that is not there
        self._count = 0

    def put(self, index: int, key: int, offset: int, length: int) -> None:
        """Take in a block; a second time is ignored."""
        if index in self:
            return
        if (more := index + 1 - len(self._lengths)) > 0:
            for each in (self._keys, self._offsets, self._lengths):
                each.frombytes(bytes(more * each.itemsize))
        self._keys[index], self._offsets[index], self._lengths[index] = key, offset, length
        self._count += 1

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and 0 <= index < len(self._lengths) and self._lengths[index] > 0

    def __getitem__(self, index: int) -> tuple[int, int, int]:
        if index not in self:
            raise KeyError(index)
        return self._keys[index], self._offsets[index], self._lengths[index]

    def __len__(self) -> int:
        return self._count

    def indices(self, first: int, last: int) -> Sequence[int]:
        """Return the indices from one to before another that are there, in their order."""
        last = min(last, len(self._lengths))
        if self._count == len(self._lengths):  # of all blocks up to the last
            return range(first, max(first, last))
        return array("Q", (index for index in range(first, last) if self._lengths[index]))
