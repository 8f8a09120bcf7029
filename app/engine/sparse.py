"""Features of which most are zero: only the others are stored."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Features", "Sparse", "product", "transposed_product"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# From how many weight vectors a batch on a packed matrix is worth making, and the most entries of a batch for
# which it is small; docs/benchmarks.md has the figures.
_SHARING = 4
_PACKED = 2**14


class Sparse:
    """Rows of a matrix as equally many places and values, short rows filled up with zeros at column 0.

    It is cut and taken from along its rows as an array is, without a copy where an array needs none.

    Parameters
    ----------
    places : ndarray of int64, shape (..., width)
        Columns; within a row each once, but for the filling.
    values : ndarray of float64, shape (..., width)
    columns : int
    """

    def __init__(self, places: Integers, values: Floats, columns: int) -> None:
        self.places, self.values, self.columns = places, values, columns
        self._packs: list[tuple[Integers, Floats]] | None = None

    @classmethod
    def of(cls, rows: Integers, columns: Integers, values: Floats, shape: tuple[int, int]) -> Sparse:
        """Return a matrix from entries in the order of their rows.

        Parameters
        ----------
        rows, columns : ndarray of int64, shape (entries,)
        values : ndarray, shape (entries,)
        shape : (int, int)
        """
        counts = np.bincount(rows, minlength=shape[0])
        width = max(int(counts.max(initial=0)), 1)
        at = np.arange(len(rows)) - (np.cumsum(counts) - counts)[rows]
        places, filled = np.zeros((shape[0], width), dtype=np.int64), np.zeros((shape[0], width))
        places[rows, at] = columns
        filled[rows, at] = values
        return cls(places, filled, shape[1])

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape as an array would have it."""
        return (*self.places.shape[:-1], self.columns)

    @property
    def ndim(self) -> int:
        """The number of axes as an array would have it."""
        return self.places.ndim

    @property
    def nbytes(self) -> int:
        """The bytes in memory."""
        return self.places.nbytes + self.values.nbytes

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, rows: Any) -> Sparse:
        return Sparse(self.places[rows], self.values[rows], self.columns)

    def take(self, rows: Integers, axis: int = 0) -> Sparse:
        """Return some rows; ``rows`` may have several axes."""
        return Sparse(self.places.take(rows, axis=axis), self.values.take(rows, axis=axis), self.columns)

    def squared(self) -> Sparse:
        """Return the square of each entry."""
        return Sparse(self.places, self.values * self.values, self.columns)

    def dense(self) -> Floats:
        """Return the matrix as an array."""
        found = np.zeros(self.shape)
        width = self.places.shape[-1]
        places, values = self.places.reshape(-1, width), self.values.reshape(-1, width)
        # Filling adds zeros.
        np.add.at(found.reshape(len(places), self.columns), (np.arange(len(places))[:, None], places), values)
        return found

    def _packed(self) -> list[tuple[Integers, Floats]]:
        """Return for each leading entry the columns that occur, and the rows as an array of these alone."""
        if self._packs is None:
            self._packs = [_pack(*pair, self.columns) for pair in zip(self.places, self.values, strict=True)]
        return self._packs


def product(weight: Floats, features: Features, out: Floats) -> None:
    """Write weight times the transposed features.

    Parameters
    ----------
    weight : ndarray, shape (runs, units, d)
    features : ndarray or Sparse, shape (1 or runs, batch, d)
    out : ndarray, shape (runs, units, batch)
        C-contiguous.
    """
    if not isinstance(features, Sparse):
        np.matmul(weight, features.transpose(0, 2, 1), out=out)
    elif not _pays(weight, features):
        for run, units in enumerate(weight):
            own = run if len(features) > 1 else 0
            places, values = features.places[own], features.values[own]
            for unit, line in enumerate(units):
                np.einsum("bw,bw->b", line.take(places), values, out=out[run, unit])
    elif len(features) == 1:
        ((used, rows),) = features._packed()
        chosen = weight[:, :, used].reshape(-1, len(used))
        np.matmul(chosen, rows.T, out=out.reshape(len(chosen), -1))
    else:
        for run, (used, rows) in enumerate(features._packed()):
            np.matmul(weight[run][:, used], rows.T, out=out[run])


def transposed_product(delta: Floats, features: Features, out: Floats) -> None:
    """Write delta times the features: the gradient by the weight of `product`.

    Parameters
    ----------
    delta : ndarray, shape (runs, units, batch)
        C-contiguous.
    features : ndarray or Sparse, shape (1 or runs, batch, d)
    out : ndarray, shape (runs, units, d)
    """
    if not isinstance(features, Sparse):
        np.matmul(delta, features, out=out)
        return
    if not _pays(out, features):
        for run, units in enumerate(delta):
            own = run if len(features) > 1 else 0
            places, values = features.places[own], features.values[own]
            for unit, line in enumerate(units):
                weights = (values * line[:, None]).ravel()
                out[run, unit] = np.bincount(places.ravel(), weights, minlength=features.columns)
        return
    out[...] = 0.0
    if len(features) == 1:
        ((used, rows),) = features._packed()
        flat = delta.reshape(-1, delta.shape[2])
        out[:, :, used] = (flat @ rows).reshape(*delta.shape[:2], len(used))
        return
    for run, (used, rows) in enumerate(features._packed()):
        out[run][:, used] = delta[run] @ rows


def _pays(weight: Floats, features: Sparse) -> bool:
    """Return whether to pack the columns that occur into a small dense matrix, or go from entry to entry."""
    sharing = weight.shape[0] * weight.shape[1] // len(features)
    return bool(sharing >= _SHARING and features.places[0].size <= _PACKED)


def _pack(places: Integers, values: Floats, columns: int) -> tuple[Integers, Floats]:
    seen = np.zeros(columns, dtype=bool)
    seen[places.reshape(-1)] = True
    used = np.flatnonzero(seen)
    number = np.empty(columns, dtype=np.int64)
    number[used] = np.arange(len(used))
    rows, width = len(places), len(used)
    flat = number[places] + np.arange(rows)[:, None] * width
    packed = np.bincount(flat.reshape(-1), values.reshape(-1), minlength=rows * width)
    return used, np.asarray(packed, dtype=np.float64).reshape(rows, width)


Features = Floats | Sparse
