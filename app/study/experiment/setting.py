"""The settings that an experiment gives a lane: a table of values, one row for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..spec import LaneSpec
from .axis import is_by_run, parameter_of
from .design import Cube, Grid, Points, Row
from .spec import Axis

__all__ = ["Settings", "settings_at", "settings_of_grid", "unit_points"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """Many settings of one lane.

    Parameters
    ----------
    names : tuple of str
        Of what differs, as in the short notation.
    rows : sequence of tuple
        The values of each setting, in the order of the names. A setting that is shorter has the lane's own
        values for the rest. Those of a design are made when they are asked for.
    """

    names: tuple[str, ...]
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def values(self, index: int) -> dict[str, Any]:
        """Return the values of one setting by name."""
        return dict(zip(self.names, self.rows[index], strict=False))

    def groups(self, lane: LaneSpec, cells: Sequence[int]) -> Sequence[Sequence[int]]:
        """Return settings that can be the rows of one block: equal in all but the optimizer's numbers."""
        apart = [place for place, name in enumerate(self.names) if not is_by_run(lane, name)]
        if isinstance(self.rows, Grid) and cells == range(len(self.rows)):
            split = self.rows.split(apart)
            if split is not None:
                return split
        if isinstance(self.rows, Points) and isinstance(cells, range) and cells.step == 1 and not apart:
            return self.rows.split(cells)
        found: dict[Row, list[int]] = {}
        for cell in cells:
            row = self.rows[cell]
            found.setdefault((len(row), *(row[place] for place in apart if row)), []).append(cell)
        return list(found.values())


def settings_of_grid(lane: LaneSpec, axes: Sequence[Axis]) -> Settings:
    """Return all combinations of the axes' values; the last axis changes first."""
    return Settings(tuple(axis.name for axis in axes), Grid([_grid(lane, axis) for axis in axes]))


def unit_points(design: str, count: int, dimensions: int, seed: int) -> Sequence[Floats]:
    """Return random or Sobol points in the unit cube, (count, dimensions); the first of more are the same."""
    return Cube(design, count, dimensions, seed)


def settings_at(
    lane: LaneSpec, axes: Sequence[Axis], points: Sequence[Floats], plain: bool = False
) -> Settings:
    """Return the settings at points of the unit cube, (n, axes); first the lane as it is, if ``plain``.

    All lanes are given the same points, so that none is lucky in where its trials lie.
    """
    columns = [_along(lane, axis) for axis in axes]
    return Settings(tuple(axis.name for axis in axes), Points(points, columns, plain))


def _grid(lane: LaneSpec, axis: Axis) -> list[Any]:
    if axis.spacing == "list":
        return list(axis.values)
    shares = [0.0] if axis.count == 1 else [index / (axis.count - 1) for index in range(axis.count)]
    return list(dict.fromkeys(map(_along(lane, axis), shares)))  # whole numbers may come twice


def _along(lane: LaneSpec, axis: Axis) -> Callable[[float], Any]:
    """Return what gives the value at a share of an axis' way from its low to its high end."""
    if axis.spacing == "list":
        return lambda share: axis.values[min(int(share * len(axis.values)), len(axis.values) - 1)]
    is_whole = parameter_of(lane, axis.name).kind == "integer"
    low, high = axis.low, axis.high

    def at(share: float) -> Any:
        if axis.spacing == "linear":
            value = low + share * (high - low)
        elif axis.spacing == "log":
            value = low * (high / low) ** share
        else:
            value = 1.0 - (1.0 - low) * ((1.0 - high) / (1.0 - low)) ** share
        # Twelve digits: 0.001 and not 0.0010000000000000002, and the same on every machine.
        value = min(max(float(f"{value:.12g}"), low), high)
        return round(value) if is_whole else value

    return at
