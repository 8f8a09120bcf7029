"""What is known of one lane's map so far, level by level."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .block import DIVERGED, ELSEWHERE, OUTSIDE, BasinBlock, Columns
from .lattice import FINEST, LEVELS, block_count, block_places, offset_of, stride_of

__all__ = ["BasinMap", "Share"]

_KINDS = {
    "minimum": np.int16, "arrived": np.int32, "steps": np.int32, "evaluations": np.int32,
    "diverged_at": np.int32, "x_end": np.float64, "y_end": np.float64,
}  # fmt: skip
Share = tuple[int, float]


class BasinMap:
    """The outcome of every start of one lane; row 0 is the lowest y.

    Attributes
    ----------
    level : int
        The finest level that is complete; 0 before there is one.
    """

    def __init__(self) -> None:
        self._columns = {name: np.zeros((FINEST, FINEST), dtype=kind) for name, kind in _KINDS.items()}
        self._known = np.zeros((FINEST, FINEST), dtype=np.bool_)
        self._done: dict[int, set[int]] = {level: set() for level in LEVELS}
        self.level = 0

    def put(self, block: BasinBlock, columns: Columns) -> None:
        """Take in what a block gave."""
        across, up = block_places(block.level, block.part).T
        for name, values in columns.items():
            self._columns[name][up, across] = values
        self._known[up, across] = True
        self._done[block.level].add(block.part)
        for level in LEVELS:
            if len(self._done[level]) < block_count(level):
                break
            self.level = level

    def get(self, block: BasinBlock) -> Columns:
        """Return what a block gave that was put in."""
        across, up = block_places(block.level, block.part).T
        return {name: values[up, across] for name, values in self._columns.items()}

    def missing(self, level: int) -> list[int]:
        """Return the parts of a level that are not there."""
        return [part for part in range(block_count(level)) if part not in self._done[level]]

    def layer(self, name: str, level: int = 0) -> npt.NDArray[np.generic]:
        """Return one column as a grid (level, level) of a complete level; of the finest by default."""
        cut = slice(offset_of(level or self.level), FINEST, stride_of(level or self.level))
        return self._columns[name][cut, cut]

    def known(self, level: int) -> npt.NDArray[np.bool_]:
        """Return which starts of a level have been run, (level, level)."""
        cut = slice(offset_of(level), FINEST, stride_of(level))
        return self._known[cut, cut]

    def shares(self, minima: int) -> list[Share]:
        """Return which share of the starts each outcome has: all minima, then what else there is."""
        found = self.layer("minimum")
        codes = [*range(minima), *(code for code in (ELSEWHERE, OUTSIDE, DIVERGED) if (found == code).any())]
        return [(code, float((found == code).mean())) for code in codes]
