"""The starting points of a map: five levels, each of which holds the points of the one before."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ...engine.error import InputError
from ...engine.surface import Point

__all__ = [
    "BLOCK_ROWS",
    "FINEST",
    "LEVELS",
    "RESOLUTIONS",
    "block_count",
    "block_places",
    "check_resolution",
    "offset_of",
    "starts_at",
    "stride_of",
]

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int16]

FINEST = 400
LEVELS = (25, 50, 100, 200, 400)
RESOLUTIONS = LEVELS[1:]

# Rows that are stepped at once. A map with Adam takes 10.6 ns a row and step by 8,192 rows and 12.6 by 4,096,
# for the calls; many more fall out of small caches. From 10,000 on BLAS would use threads for the recorder.
BLOCK_ROWS = 8192
_NEAR_THE_MIDDLE = 0x55555555


def check_resolution(value: object, where: str = "resolution") -> int:
    """Return a resolution that is one of `RESOLUTIONS`.

    Raises
    ------
    InputError
    """
    whole = isinstance(value, (int, float)) and not isinstance(value, bool)
    if whole and value in RESOLUTIONS:
        return int(value)
    near = min(RESOLUTIONS, key=lambda level: abs(level - value)) if whole else 100  # type: ignore[operator]
    raise InputError(
        f"A map has {', '.join(map(str, RESOLUTIONS))} starts along each side, but {value!r} was given. The "
        f"nearest valid choice is {near}.",
        where,
    )


def stride_of(level: int) -> int:
    """Return the distance of a level's points on the finest level."""
    return FINEST // level


def offset_of(level: int) -> int:
    """Return where a level's first point is on the finest level.

    Near the middle of its cell, as far as it can be where the points of the level before are kept.
    """
    return _NEAR_THE_MIDDLE & (stride_of(level) - 1)


@lru_cache(maxsize=len(LEVELS))
def _places(level: int) -> Indices:
    """Return the points that are new on a level, (n, 2): column and row on the finest level."""
    along = np.arange(offset_of(level), FINEST, stride_of(level), dtype=np.int16)
    up, across = np.meshgrid(along, along, indexing="ij")
    found = np.stack([across.ravel(), up.ravel()], axis=1)
    if level != LEVELS[0]:
        coarser = LEVELS[LEVELS.index(level) - 1]
        known = (found - offset_of(coarser)) % stride_of(coarser) == 0
        found = found[~known.all(axis=1)]
    found.flags.writeable = False
    return found


def block_count(level: int) -> int:
    """Return in how many blocks the new points of a level are run."""
    return -(-len(_places(level)) // BLOCK_ROWS)


def block_places(level: int, part: int) -> Indices:
    """Return the points of one block of a level, (n, 2): column and row on the finest level."""
    return _places(level)[part * BLOCK_ROWS : (part + 1) * BLOCK_ROWS]


def starts_at(domain: tuple[Point, Point], places: npt.NDArray[np.integer]) -> Floats:
    """Return the starts (n, 2) of points given by column and row; a start is in the middle of its cell."""
    low = np.array([domain[0][0], domain[1][0]])
    high = np.array([domain[0][1], domain[1][1]])
    return np.asarray(low + (high - low) * ((places + 0.5) / FINEST))
