"""Maps that are made up: what becomes of a start is said by a rule of its place."""

import numpy as np

from app.study.basin.block import BasinBlock
from app.study.basin.lattice import FINEST, LEVELS, block_count, block_places
from app.study.basin.map import BasinMap


def made_map(minimum, steps, level=50):
    """Return a map; ``minimum`` and ``steps`` get x and y from 0 to 1, arrays, and return arrays."""
    found = BasinMap()
    for each in LEVELS[: LEVELS.index(level) + 1]:
        for part in range(block_count(each)):
            x, y = (block_places(each, part) + 0.5).T / FINEST
            codes, needed = np.broadcast_to(minimum(x, y), x.shape), np.broadcast_to(steps(x, y), x.shape)
            zeros = np.zeros(len(x))
            found.put(
                BasinBlock(0, each, part),
                {
                    "minimum": codes.astype(np.int16),
                    "arrived": np.where(codes >= 0, needed, -1).astype(np.int32),
                    "steps": needed.astype(np.int32),
                    "evaluations": np.where(needed >= 0, 2 * needed, -1).astype(np.int32),
                    "diverged_at": np.where(codes == -3, 7, -1).astype(np.int32),
                    "x_end": zeros,
                    "y_end": zeros,
                },
            )
    return found


def left(x, y):
    """Minimum 1 at the left, minimum 2 at the right."""
    return np.where(x < 0.5, 0, 1)


def quarter(x, y):
    """Diverged in a quarter, minimum 1 elsewhere."""
    return np.where((x < 0.5) & (y < 0.5), -3, 0)
