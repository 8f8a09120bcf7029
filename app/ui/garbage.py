"""Collecting Python's cyclic garbage on the window's thread alone.

Python collects on whichever thread happens to allocate. Where that is the engine's thread, Qt objects that
were garbage are destroyed there, their timers, watchers and sockets with them, which Qt allows only on the
thread they live on: memory is corrupted, or the closed socket of a watcher keeps the window busy for ever.
"""

from __future__ import annotations

import gc

__all__ = ["INTERVAL_MS", "collect_due"]

INTERVAL_MS = 100  # between two calls of `collect_due`


def collect_due() -> int:
    """Collect the oldest generation that is due by Python's own thresholds.

    Returns
    -------
    int
        How many generations were collected, from the youngest on; 0 if none was due.
    """
    # A generation's count goes on while the collector is switched off; a threshold of 0 means never.
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    over = [0 < threshold < count for count, threshold in counts]
    if not over[0]:
        return 0
    oldest = max(generation for generation, due in enumerate(over) if due)
    gc.collect(oldest)
    return oldest + 1
