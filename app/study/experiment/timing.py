"""Who ran which block, and how long it took: what of an experiment differs from run to run, kept apart."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from statistics import median

import msgspec

from .block import Block
from .columns import Columns
from .kind import Done
from .rows import Rows
from .store import Stored

__all__ = ["TIMING", "step_seconds", "timing_csv"]

TIMING = "timing.csv"
_HEAD = ("block", "label", "runs", "steps", "seconds", "microseconds_per_step", "worker")


def timing_csv(blocks: Iterable[tuple[Block, Stored, Columns]]) -> Iterator[bytes]:
    """Yield a row for each block.

    ``steps`` are those of all its runs together; a step of one run, its share of building and evaluation
    included, took ``microseconds_per_step``. Runs that share a block share their calls, so a run alone is
    slower.
    """
    yield _line(_HEAD)
    for block, stored, columns in blocks:
        steps = int(columns["steps"].sum()) if "steps" in columns else None
        yield _line(
            (
                block.index,
                block.label,
                next((column.size for column in columns.values()), 0),
                "" if steps is None else steps,
                repr(round(stored.seconds, 6)),
                repr(round(1e6 * stored.seconds / steps, 4)) if steps else "",
                stored.worker,
            )
        )


def _line(row: Iterable[object]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(row)
    return text.getvalue().encode()


def step_seconds(done: Done, seconds: Mapping[int, float]) -> dict[tuple[int, int], float]:
    """Return how long a step of one run took: by (task, lane), the median over blocks.

    Parameters
    ----------
    done : sequence of (Block, Columns)
    seconds : mapping
        Of each block, by its index.

    Returns
    -------
    dict
        On the machines that ran them, in blocks of many runs: times the steps to a target it is the seconds
        to it, to compare methods with, and not what a run takes alone.
    """
    found: dict[tuple[int, int], list[float]] = {}
    for block, columns in done:
        content: Rows = msgspec.convert(block.content, Rows)
        steps = int(columns["steps"].sum())
        if steps and block.index in seconds:
            found.setdefault((content.task, content.lane), []).append(seconds[block.index] / steps)
    return {key: median(values) for key, values in found.items()}
