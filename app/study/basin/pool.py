"""The processes of the window's maps: blocks go to whichever has the fewest, answers are asked for."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Iterable
from multiprocessing import connection
from time import monotonic

from ..process import ChildProcess
from ..spec import Study
from .block import BasinBlock
from .message import Begin, Failed, Heard, Ran, Run, Warm
from .service import serve_basins

__all__ = ["BasinPool", "cores"]

_AHEAD = 3  # blocks that a process has before it: it must not wait for the window between two
_IN_A_ROW = 4
_PATIENCE = 10.0  # seconds within which a process has heard of another study, unless it hangs


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker(ChildProcess):
    def __init__(self) -> None:
        super().__init__("basins", serve_basins)
        self.blocks: list[BasinBlock] = []
        self.warm = False
        self.told_at = math.inf  # when it was told of a study that it has not heard of yet


class BasinPool:
    """Runs blocks of one study at a time. Nothing here waits.

    A process that ends is replaced and its blocks are run again; when they end one after the other without a
    result in between, that is told as a failure.

    Parameters
    ----------
    workers : int, optional
        As many as there are processors by default.

    Attributes
    ----------
    generation : int
        Of the study asked for last.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._wanted = workers or cores()
        self._workers: list[_Worker] = []
        self._waiting: deque[BasinBlock] = deque()
        self._study: Study | None = None
        self._own: tuple[str, ...] = ()
        self._ended = 0
        self.generation = 0

    @property
    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        return [worker.pid for worker in self._workers if worker.pid is not None]

    @property
    def warm(self) -> bool:
        """Return whether a process has imported all it needs."""
        return any(worker.warm for worker in self._workers)

    @property
    def parallel(self) -> int:
        """Return how many blocks run at one time."""
        return self._wanted

    @property
    def busy(self) -> bool:
        """Return whether there are blocks that are not answered."""
        return bool(self._waiting) or any(worker.blocks for worker in self._workers)

    @property
    def running(self) -> list[BasinBlock]:
        """Return the blocks that are computed now."""
        return [worker.blocks[0] for worker in self._workers if worker.warm and worker.blocks]

    def warm_up(self) -> None:
        """Start a process, or all once one is there.

        Raises
        ------
        OSError
            If the system refuses the first.
        """
        # The others when the first is there: starting at the same time, they would all be late.
        while len(self._workers) < self._wanted and (self.warm or not self._workers):
            try:
                self._workers.append(_Worker())
            except OSError:
                if not self._workers:
                    raise
                self._wanted = len(self._workers)
            else:
                self._tell(self._workers[-1])

    def begin(self, study: Study, own: tuple[str, ...] = ()) -> None:
        """Take up another study; what was asked for before is dropped within some milliseconds.

        Raises
        ------
        OSError
            If there is no process, and the system refuses one.
        """
        self.generation += 1
        self._waiting.clear()
        self._study, self._own, self._ended = study, own, 0
        for worker in self._workers:
            worker.blocks.clear()
            self._tell(worker)
        self.warm_up()

    def ask(self, blocks: Iterable[BasinBlock]) -> None:
        """Have blocks of the study run, in this order."""
        self._waiting.extend(blocks)
        self._hand_out()

    def stop(self) -> None:
        """Drop all blocks; the processes stay warm."""
        self.generation += 1
        self._waiting.clear()
        self._study = None
        for worker in self._workers:
            worker.blocks.clear()
            self._tell(worker)

    def poll(self) -> list[Ran | Failed]:
        """Return what has come of the blocks since the last call."""
        found: list[Ran | Failed] = []
        for worker in list(self._workers):
            gone = False
            while not gone and worker.connection.poll():
                answer = worker.receive()
                if isinstance(answer, Warm):
                    worker.warm = True
                elif isinstance(answer, Heard):
                    worker.told_at = math.inf if answer.generation == self.generation else worker.told_at
                elif answer is None:
                    gone = True
                elif answer.generation == self.generation:
                    worker.blocks.remove(answer.block)
                    self._ended = 0
                    found.append(answer)
            if worker.warm and monotonic() > worker.told_at + _PATIENCE:
                worker.kill()  # it hangs in a step, as an optimizer of one's own may
                gone = True
            if gone or not worker.alive:
                found += self._bury(worker)
        if self._study is not None and self.warm:
            self.warm_up()
        self._hand_out()
        return found

    def wait(self, seconds: float) -> list[Ran | Failed]:
        """As `poll`, but wait for an answer: for tests and measurements."""
        connection.wait([source for worker in self._workers for source in worker.sources], seconds)
        return self.poll()

    def close(self) -> None:
        """End the processes; nothing is left of them afterwards."""
        self._waiting.clear()
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _tell(self, worker: _Worker) -> None:
        worker.told_at = monotonic()
        worker.send(Begin(self.generation, self._study, self._own))

    def _hand_out(self) -> None:
        while self._waiting and self._workers:
            worker = min(self._workers, key=lambda each: (len(each.blocks), not each.warm))
            if len(worker.blocks) >= _AHEAD:
                return
            block = self._waiting.popleft()
            worker.blocks.append(block)
            worker.send(Run(self.generation, block))

    def _bury(self, worker: _Worker) -> list[Ran | Failed]:
        self._workers.remove(worker)
        lost, how = worker.blocks, worker.ending()
        worker.end()
        self._ended += 1
        if lost and self._ended >= _IN_A_ROW:
            text = f"The processes that compute the map end one after the other. {how}"
            return [Failed(self.generation, block, text) for block in lost]
        self._waiting.extendleft(reversed(lost))
        if self._study is not None:
            self.warm_up()
        return []
