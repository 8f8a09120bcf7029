"""Rows of things that are made when they are asked for: blocks, settings, points, results."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar, overload

__all__ = ["Made"]

T_co = TypeVar("T_co", covariant=True)


class Made(Sequence[T_co]):
    """What millions of them would take in memory is why there are none before somebody asks.

    Attributes
    ----------
    what : str
        One of them, for a message.
    """

    what: ClassVar[str] = "item"

    @abstractmethod
    def make(self, index: int) -> T_co:
        """Return what stands at a place from 0 to the length."""

    @overload
    def __getitem__(self, index: int) -> T_co: ...

    @overload
    def __getitem__(self, index: slice) -> list[T_co]: ...

    def __getitem__(self, index: int | slice) -> T_co | list[T_co]:
        if isinstance(index, slice):
            return [self.make(each) for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"{self.what} {index} of {len(self)}")
        return self.make(index % len(self))
