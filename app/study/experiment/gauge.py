"""How wrong the guess of `cost` is where blocks are run: a few ticks of a race of each lane tell.

It decides how many races make a block, so it is written down with the results: who goes on with them cuts
the experiment as it was cut.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from time import thread_time

import msgspec
import numpy as np

from ..spec import Study
from .block import Block
from .columns import Columns, columns_from_bytes
from .executor import Executor, Moved, Ran, Share, Trouble
from .kind import Kind
from .number import outline
from .rows import Rows

__all__ = ["Gauging", "Probe", "probes_of", "run_probe"]

_WORTH = 3.0  # guessed seconds of a lane from which it is gauged
_SECONDS = 0.15  # of a probe, by the guess
_ENOUGH = 0.6  # and when it is ended
_LEAST, _MOST = 0.05, 20.0


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """The content of a block that only measures.

    Parameters
    ----------
    rows : Rows
        The first race of a lane.
    guess : float
        Seconds that it is guessed to take.
    """

    rows: Rows
    guess: float


class _EnoughError(Exception):
    pass


def probes_of(blocks: Sequence[Block]) -> list[Block]:
    """Return a block for each lane that is worth to be gauged, numbered from -1 downwards.

    Parameters
    ----------
    blocks : sequence of Block
        As they are cut by the guess.
    """
    whole: dict[tuple[int, int], float] = {}
    longest: dict[tuple[int, int], Block] = {}
    for block, work in outline(blocks):
        if isinstance(block.content, Rows):
            key = block.content.task, block.content.lane
            whole[key] = whole.get(key, 0.0) + work
            if key not in longest or block.work > longest[key].work:
                longest[key] = block
    found: list[Block] = []
    for key, block in longest.items():
        if whole[key] >= _WORTH:
            rows: Rows = block.content
            cells, seeds = rows.cells[: rows.wide], rows.seeds[: rows.deep]
            guess = block.work * len(cells) * len(seeds) / (len(rows.cells) * len(rows.seeds))
            probe = Probe(rows=msgspec.structs.replace(rows, cells=cells, seeds=seeds), guess=guess)
            found.append(Block(index=-1 - len(found), content=probe, work=_SECONDS, label="probe"))
    return found


def run_probe(kind: Kind, study: Study, block: Block) -> Columns:
    """Run the beginning of a race, or all of a short one, and return the factor of its guess.

    The second time counts, when data and code are there, and so do the race's making and what is read from
    it. Counted are seconds of the processor: that others use it says nothing of the next minutes.
    """
    probe: Probe = msgspec.convert(block.content, Probe)
    share = min(_SECONDS / probe.guess, 1.0)
    rows = msgspec.structs.replace(probe.rows, until=share * probe.rows.until)
    factor = 1.0
    for _ in range(2):
        seconds, ran = _timed(kind, study, msgspec.structs.replace(block, content=rows))
        factor = seconds / (ran * share * probe.guess)
        if ran < 1.0:  # much slower than guessed
            break
    return {"factor": np.array([min(max(factor, _LEAST), _MOST)])}


def _timed(kind: Kind, study: Study, block: Block) -> tuple[float, float]:
    """Return how long a block took, and which share of it was run in that time."""
    began = thread_time()
    marks = [(0.0, began)]

    def watch(share: float) -> None:
        marks.append((share, thread_time()))
        if share < 1.0 and marks[-1][1] - marks[1][1] >= _ENOUGH:
            raise _EnoughError

    try:
        kind.run(study, block, watch)
    except _EnoughError:
        (first, start), (last, end) = marks[1], marks[-1]
        return end - start, last - first
    return thread_time() - began, 1.0


class Gauging:
    """The probes of an experiment on their way, which precede its blocks.

    Parameters
    ----------
    blocks : sequence of Block
        As they are cut by the guess.

    Attributes
    ----------
    found : dict
        The gauge so far. A lane whose probe was not run stays as it was guessed.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._waiting = deque(probes_of(blocks))
        self._running: dict[int, Block] = {}
        self.found: dict[tuple[int, int], float] = {}

    @property
    def over(self) -> bool:
        """Return whether nothing is left to be measured."""
        return not (self._waiting or self._running)

    def hand_out(self, executor: Executor) -> None:
        """Submit as many probes as are worth it."""
        while self._waiting and len(self._running) < executor.capacity:
            probe = self._waiting.popleft()
            self._running[probe.index] = probe
            executor.submit(probe)

    def take(self, answer: Ran | Share | Moved | Trouble) -> None:
        """Take in what was said of a probe; one that was not run is not run again."""
        if isinstance(answer, (Share, Moved)):
            return
        probe = self._running.pop(answer.index, None)
        if probe is not None and isinstance(answer, Ran):
            rows = probe.content.rows
            factor = float(columns_from_bytes(answer.content)["factor"][0])
            self.found[rows.task, rows.lane] = float(f"{factor:.2g}")  # it is worth no more digits
