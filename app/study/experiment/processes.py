"""Blocks run by processes of this machine, each with one thread of BLAS."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from time import monotonic

from ..own.learn import Learner
from ..priority import give_way
from ..process import ChildProcess
from .block import Block
from .executor import Answer, Gone, Ran, Share, Trouble
from .task import run_task

__all__ = ["ProcessExecutor", "cores"]

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_BETWEEN = 0.1  # seconds between two messages about a block
_IN_A_ROW = 5


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker(ChildProcess):
    """A process that runs blocks, and the one that it has."""

    def __init__(self, number: int, study: bytes, own: Sequence[str], gentle: bool) -> None:
        with _one_thread():
            super().__init__("worker", serve, study, f"process {number}", tuple(own), gentle)
        self.number = number
        self.block: Block | None = None


class ProcessExecutor:
    """Runs blocks in processes, which start with the first blocks.

    One that ends is replaced, and its block is told as trouble. When they end one after the other without a
    single result, there is no point in more.

    Parameters
    ----------
    study : bytes
        The content of a study's file.
    workers : int
    own : sequence of str
        Files with optimizers of one's own that the person trusts; each process loads them.
    gentle : bool
        Whether the processes give way to others, as to a window that somebody works with.
    """

    def __init__(self, study: bytes, workers: int, own: Sequence[str] = (), gentle: bool = False) -> None:
        self._study = study
        self._own = own
        self._gentle = gentle
        self.capacity = self.parallel = workers
        self._workers: list[_Worker] = []
        self._ended = 0
        self._trouble: list[Answer] = []

    @property
    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        return [pid for pid in (worker.pid for worker in list(self._workers)) if pid is not None]

    def submit(self, block: Block) -> None:
        """Hand a block to a process that has none."""
        worker = next((each for each in self._workers if each.block is None), None)
        if worker is None:
            try:
                worker = _Worker(self._number(), self._study, self._own, self._gentle)
            except OSError as error:
                self._trouble.append(Gone(f"The system refuses another process: {error}."))
                return
            self._workers.append(worker)
        worker.block = block
        worker.send(block)

    def _number(self) -> int:
        """Return the lowest number that no process has."""
        taken = {worker.number for worker in self._workers}
        return next(number for number in range(1, len(taken) + 2) if number not in taken)

    def poll(self, wait: float) -> list[Answer]:
        """Return what the processes have said."""
        found, self._trouble = self._trouble, []
        sources = {source: worker for worker in self._workers for source in worker.sources}
        if not sources:
            return found
        for source in _ready(list(sources), 0.0 if found else wait):
            worker = sources[source]
            if worker in self._workers and source is worker.connection:
                found += self._heard(worker)
            elif worker in self._workers:
                # What it said before it ended comes first.
                while worker in self._workers and worker.connection.poll():
                    found += self._heard(worker)
                if worker in self._workers:
                    found += self._lost(worker)
        return found

    def _heard(self, worker: _Worker) -> list[Answer]:
        answer: Answer | None = worker.receive()
        if answer is None:
            return self._lost(worker)
        if isinstance(answer, (Ran, Trouble)):
            worker.block = None
            self._ended = 0
        return [answer]

    def _lost(self, worker: _Worker) -> list[Answer]:
        self._workers.remove(worker)
        how, block = worker.ending(), worker.block
        worker.end()
        self._ended += 1
        if self._ended >= _IN_A_ROW:
            return [Gone(f"The processes that run blocks end one after the other. {how}")]
        return [] if block is None else [Trouble(block.index, how)]

    def close(self) -> None:
        """End the processes at once."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.end()
        self._workers.clear()


def serve(
    connection: Connection, study: bytes, name: str, own: tuple[str, ...] = (), gentle: bool = False
) -> None:
    """Run blocks that come through a pipe until it is closed."""
    if gentle:
        give_way()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the app to answer
    if own:
        Learner().learn(list(own))
    last = monotonic()

    def watch(share: float) -> None:
        nonlocal last
        if monotonic() - last >= _BETWEEN:
            last = monotonic()
            connection.send(Share(block.index, share))

    try:
        while True:
            block: Block = connection.recv()
            connection.send(run_task(study, block, name, watch))
    except (EOFError, OSError):  # the app is gone
        return


def _ready(sources: list[object], seconds: float) -> list[object]:
    return list(wait(sources, seconds))  # type: ignore[arg-type]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have processes that start now find one thread of BLAS, whatever is set for this one."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
