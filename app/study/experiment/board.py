"""Where each block of an experiment stands, as its events tell: for whoever draws them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .event import Advanced, Began, Completed, Event, Failed, Recalled, Retried, StageBegan

__all__ = ["DONE", "FAILED", "RUNNING", "WAITING", "Board", "Cell"]

WAITING, RUNNING, DONE, FAILED = range(4)

_NAMED = 3  # blocks that are told one by one
_WORDS = {WAITING: "waiting", RUNNING: "under way", DONE: "done", FAILED: "failed"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Some neighbours in the plan, or a single block.

    Parameters
    ----------
    first, last : int
        The first block and the last one.
    counts : tuple of int
        How many of them wait, run, are done, have failed.
    share : float
        Of the whole that is done, with the parts of those that run, from 0 to 1.
    retried : int
        How many of them are run once more and are not done yet.
    """

    first: int
    last: int
    counts: tuple[int, int, int, int]
    share: float
    retried: int = 0

    @property
    def state(self) -> int:
        """Return what is most worth to be seen of it: a failure, then one that runs, waits, is done."""
        return next(each for each in (FAILED, RUNNING, WAITING, DONE) if self.counts[each] or each == DONE)


class Board:
    """The states of all blocks of the present stages.

    Attributes
    ----------
    version : int
        Another one whenever something is otherwise.
    """

    def __init__(self) -> None:
        self.version = 0
        self._states = np.zeros(0, np.uint8)
        self._shares = np.zeros(0)
        self._retried = np.zeros(0, bool)
        self._labels: dict[int, str] = {}  # of those that were begun and are not done
        self._reasons: dict[int, str] = {}  # why one was run again, or given up

    def __len__(self) -> int:
        return len(self._states)

    def count(self, state: int) -> int:
        """Return how many blocks are in a state."""
        return int((self._states == state).sum())

    def take(self, event: Event) -> None:
        """Take in what has happened."""
        if isinstance(event, StageBegan):
            self._grow(event.blocks)
        elif isinstance(event, Recalled):
            self._put([block.index for block, _ in event.done], DONE, 1.0)
        elif isinstance(event, Began):
            self._labels[event.block.index] = event.block.label
            self._put([event.block.index], RUNNING, 0.0)
        elif isinstance(event, Advanced):
            self._put([event.index], RUNNING, event.share)
        elif isinstance(event, Completed):
            self._forget(event.block.index)
            self._put([event.block.index], DONE, 1.0)
        elif isinstance(event, Retried):
            # Where a cluster has given it to another worker it runs already: its next share tells.
            self._reasons[event.block.index] = event.reason
            self._retried[event.block.index] = True
            self._put([event.block.index], WAITING, 0.0)
        elif isinstance(event, Failed):
            self._reasons[event.block.index] = event.reason
            self._retried[event.block.index] = False
            self._put([event.block.index], FAILED, 0.0)

    def halt(self) -> None:
        """Take in that nothing runs any more: what was under way is lost."""
        self._put(np.flatnonzero(self._states == RUNNING), WAITING, 0.0)
        self._retried[:] = False

    def cells(self, most: int) -> list[Cell]:
        """Return the blocks in the order of the plan; if there are more than so many, in even groups."""
        count = len(self._states)
        groups = min(count, max(most, 1))
        if not groups:
            return []
        ends = np.arange(groups + 1) * count // groups
        starts = ends[:-1]
        counts = [np.add.reduceat(self._states == state, starts, dtype=int).tolist() for state in range(4)]
        shares = (np.add.reduceat(self._shares, starts) / np.diff(ends)).tolist()
        retried = np.add.reduceat(self._retried, starts, dtype=int).tolist()
        firsts, lasts = starts.tolist(), (ends[1:] - 1).tolist()
        waiting, running, done, failed = counts
        return [
            Cell(*each)
            for each in zip(
                firsts, lasts, zip(waiting, running, done, failed, strict=True), shares, retried, strict=True
            )
        ]

    def sentence(self) -> str:
        """Return how many blocks stand where; those that run or have failed by their numbers, if few."""
        if not len(self):
            return ""
        parts = []
        for state in (DONE, RUNNING, WAITING, FAILED):
            places = np.flatnonzero(self._states == state)
            if len(places):
                named = state in (RUNNING, FAILED) and len(places) <= _NAMED
                told = f" ({'; '.join(self._said(int(place)) for place in places)})" if named else ""
                parts.append(f"{len(places):,} {_WORDS[state]}{told}")
        again = int(self._retried.sum())
        if again:
            parts.append(f"{again:,} of them to be run again")
        blocks = "block" if len(self) == 1 else "blocks"
        return f"{len(self):,} {blocks}: {', '.join(parts)}."

    def told(self, cell: Cell) -> str:
        """Return what there is to say of a cell."""
        if cell.first == cell.last:
            return self._told_block(cell.first)
        count = cell.last - cell.first + 1
        parts = [f"{cell.counts[state]:,} {_WORDS[state]}" for state in (DONE, RUNNING, WAITING, FAILED)
                 if cell.counts[state]]  # fmt: skip
        lines = [f"Blocks {cell.first + 1:,} to {cell.last + 1:,} of {len(self):,} ({count:,} in a cell)"]
        partly = f"; {cell.share:.0%} of it" if cell.counts[RUNNING] else ""
        lines.append(f"{', '.join(parts)}{partly}")
        lines += [
            f"Block {place + 1:,}: {self._reasons[place]}"
            for place in sorted(self._reasons)
            if cell.first <= place <= cell.last
        ][:_NAMED]
        return "\n".join(lines)

    # ---------------------------------------- inside

    def _told_block(self, place: int) -> str:
        state, label = int(self._states[place]), self._labels.get(place, "")
        how = f", {self._shares[place]:.0%}" if state == RUNNING else ""
        lines = [f"Block {place + 1:,} of {len(self):,}: {_WORDS[state]}{how}"]
        if label:
            lines.append(label)
        if place in self._reasons:
            lines.append(f"{'' if state == FAILED else 'Run again: '}{self._reasons[place]}")
        return "\n".join(lines)

    def _said(self, place: int) -> str:
        """Return a running or failed block in some words."""
        if self._states[place] == FAILED:
            return f"block {place + 1:,}: {self._reasons.get(place, '')}".rstrip(". ")
        return f"block {place + 1:,} {self._shares[place]:.0%}"

    def _grow(self, blocks: int) -> None:
        self._states = np.concatenate((self._states, np.full(blocks, WAITING, np.uint8)))
        self._shares = np.concatenate((self._shares, np.zeros(blocks)))
        self._retried = np.concatenate((self._retried, np.zeros(blocks, bool)))
        self.version += 1

    def _put(self, places: list[int] | NDArray[np.intp], state: int, share: float) -> None:
        self._states[places] = state
        self._shares[places] = share
        self.version += 1

    def _forget(self, index: int) -> None:
        self._retried[index] = False
        self._labels.pop(index, None)
        self._reasons.pop(index, None)
