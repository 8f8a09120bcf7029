"""Who ran which block, and how long it took: the one file of an experiment that differs from run to run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from .store import Stored

__all__ = ["TIMING", "timing_csv"]

TIMING = "timing.csv"


def timing_csv(blocks: Iterable[Stored]) -> bytes:
    """Return a row for each block."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("block", "seconds", "worker"))
    for block in blocks:
        writer.writerow((block.index, repr(round(block.seconds, 6)), block.worker))
    return text.getvalue().encode()
