"""Random numbers by name: a stream for each seed and purpose, the same on every machine and in any order."""

from __future__ import annotations

import numpy as np

__all__ = [
    "DIRECTION",
    "DROPOUT",
    "FILTER",
    "LABELS",
    "LANE",
    "NOISE",
    "PROBES",
    "START",
    "WEIGHTS",
    "seed_of",
    "stream",
]

# Purposes of random streams; a new purpose gets a new number. 4 is the feed's, 7 the quadratic surface's,
# 11 and 12 are those of an experiment's points.
START, NOISE, WEIGHTS, PROBES, LABELS, FILTER, DROPOUT, DIRECTION, LANE = 1, 2, 3, 5, 6, 8, 9, 10, 13


def stream(*key: int) -> np.random.Generator:
    """Return the random stream of a key such as (seed, purpose); the same on every machine, in any order."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))


def seed_of(seed: int, number: int) -> int:
    """Return the seed that a lane with a number of its own has in place of a seed of the study.

    Parameters
    ----------
    seed : int
        Of the study.
    number : int
        Of the lane, see `study.pairing`.

    Returns
    -------
    int
        From 0 to 2**63 - 1.

    Notes
    -----
    NumPy's way to streams that are independent of each other: a child of the seed's sequence, named by its
    spawn key. M. O'Neill's mixing sees to it that neighbouring seeds and numbers have nothing in common.
    """
    found = np.random.SeedSequence(seed, spawn_key=(LANE, number)).generate_state(1, np.uint64)
    return int(found[0]) >> 1
