"""The settings of a grid, and of random and Sobol points, made from their index: many take no memory."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from ...engine.stream import stream
from .made import Made
from .sobol import sobol

__all__ = ["Cells", "Cube", "Grid", "Points", "Row"]

Floats = npt.NDArray[np.float64]
Row = tuple[Any, ...]
"""The values of one setting."""

_TRIALS = 12  # the purpose of this random stream, see engine.stream
_CHUNK = 1024  # points that are drawn together


class _Table(Made[Row]):
    """Rows that are made when they are asked for; equal to any sequence of the same rows."""

    what = "setting"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class Grid(_Table):
    """All combinations of some columns of values; the last changes first.

    Parameters
    ----------
    columns : sequence of sequence
    """

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self.columns = [list(column) for column in columns]
        self._length = math.prod(map(len, self.columns))

    def __len__(self) -> int:
        return self._length

    def make(self, index: int) -> Row:
        """Return the values of a setting."""
        found: list[Any] = []
        for column in reversed(self.columns):
            index, place = divmod(index, len(column))
            found.append(column[place])
        return tuple(found[::-1])

    def __iter__(self) -> Iterator[Row]:
        return itertools.product(*self.columns)

    def split(self, apart: Sequence[int]) -> Sequence[Sequence[int]] | None:
        """Return the indices of all rows, those together that are equal in some columns.

        Returns
        -------
        list of sequence of int, or None
            In the order of their first rows; None if a column has a value twice.
        """
        if not apart:
            return [range(self._length)]
        if any(len(set(self.columns[place])) < len(self.columns[place]) for place in apart):
            return None
        sizes = [len(column) for column in self.columns]
        fixed = itertools.product(
            *(range(size) if place in apart else (None,) for place, size in enumerate(sizes))
        )
        return [Cells(sizes, places) for places in fixed]


class Cells(Sequence[int]):
    """Indices of a grid's rows with some columns held fast, from the lowest to the highest.

    Parameters
    ----------
    sizes : sequence of int
        How many values each column has.
    places : sequence of int or None
        Which of them is held; None for a column that is free.
    """

    def __init__(self, sizes: Sequence[int], places: Sequence[int | None]) -> None:
        self._sizes, self._places = tuple(sizes), tuple(places)
        free = [size for size, place in zip(sizes, places, strict=True) if place is None]
        self._length = math.prod(free)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> list[int]: ...

    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            found: list[int] = self._at(np.arange(*index.indices(self._length))).tolist()
            return found
        if not -self._length <= index < self._length:
            raise IndexError(f"cell {index} of {self._length}")
        return int(self._at(np.array(index % self._length)))

    def _at(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        found, stride = np.zeros_like(numbers), 1
        for size, place in zip(reversed(self._sizes), reversed(self._places), strict=True):
            if place is None:
                numbers, free = np.divmod(numbers, size)
                found += stride * free
            else:
                found += stride * place
            stride *= size
        return found


class Cube(Made[Floats]):
    """Random or Sobol points in the unit cube, drawn by the thousand; the first of more are the same.

    Parameters
    ----------
    design : {'random', 'sobol'}
    count, dimensions, seed : int
    """

    what = "point"

    def __init__(self, design: str, count: int, dimensions: int, seed: int) -> None:
        self._design, self._count, self._dimensions, self._seed = design, count, dimensions, seed
        self._chunk: tuple[int, Floats] = (-1, np.empty((0, dimensions)))

    def __len__(self) -> int:
        return self._count

    def make(self, index: int) -> Floats:
        """Return a point."""
        number, place = divmod(index, _CHUNK)
        held, points = self._chunk  # one look: another thread may put another one here
        if held != number:
            points = self._drawn(number * _CHUNK)
            self._chunk = number, points
        found: Floats = points[place]
        return found

    def _drawn(self, first: int) -> Floats:
        count = min(_CHUNK, self._count - first)
        if self._design == "sobol":
            return sobol(count, self._dimensions, self._seed, first)
        drawn = stream(self._seed, _TRIALS)
        drawn.bit_generator.advance(first * self._dimensions)  # type: ignore[attr-defined]
        return drawn.random((count, self._dimensions))


class Points(_Table):
    """The settings at points of the unit cube.

    Parameters
    ----------
    points : sequence of ndarray of shape (columns,)
    columns : sequence of callable
        From a share of the way to a value, one for each column.
    plain : bool
        Whether an empty row comes first, which sets nothing.
    """

    def __init__(
        self, points: Sequence[Floats], columns: Sequence[Callable[[float], Any]], plain: bool = False
    ) -> None:
        self._points, self._columns, self._first = points, columns, int(plain)

    def __len__(self) -> int:
        return self._first + len(self._points)

    def make(self, index: int) -> Row:
        """Return the values of a setting."""
        if index < self._first:
            return ()
        shares = self._points[index - self._first].tolist()
        return tuple(value(share) for value, share in zip(self._columns, shares, strict=True))

    def split(self, cells: range) -> list[range]:
        """Return the indices of some rows, the empty one apart."""
        first = min(max(self._first, cells.start), cells.stop)
        return [part for part in (range(cells.start, first), range(first, cells.stop)) if part]
