"""A history as it stood at one moment, while the race goes on."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

import numpy as np

from ..engine.history import History

__all__ = ["Lengths", "excerpt", "lengths_of"]

Lengths = tuple[tuple[int, ...], ...]


def lengths_of(history: History) -> Lengths:
    """Return what is published of each lane now: rows, evaluations, snapshots, measurements."""
    return tuple(tuple(lane.lengths.tolist()) for lane in history.lanes)


def excerpt(history: History, lengths: Sequence[Sequence[int]]) -> History:
    """Return a history that ends where these lengths say; nothing else of it is copied.

    Parameters
    ----------
    history : History
    lengths : sequence of (int, int, int, int)
        From `lengths_of`, of this history at an earlier time.
    """
    found = copy(history)
    found.lanes = []
    for lane, ends in zip(history.lanes, lengths, strict=True):
        cut = copy(lane)
        cut.lengths = np.array(ends, dtype=np.int64)
        # A divergence is noted before its row is published.
        cut.diverged_at = np.where(lane.diverged_at < ends[0], lane.diverged_at, -1)
        found.lanes.append(cut)
    return found
