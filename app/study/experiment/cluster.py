"""Blocks run on a cluster that is there already: dask.distributed, by the address of its scheduler."""

from __future__ import annotations

import contextlib
import pickle
import queue
import threading
import uuid
from time import monotonic
from typing import Any

from ... import __version__
from ...engine.error import InputError
from .address import check_address, find_scheduler
from .block import Block
from .crew import Crew
from .executor import Answer, Gone, Idle, LeftOut, Moved, Ran, Share, Trouble
from .fingerprint import VERSIONS, fingerprint
from .worker import look_there, run_there

__all__ = ["ClusterExecutor"]

_SECONDS = 10.0  # to find the scheduler, and without it before it counts as gone
_ALONE = 3.0  # seconds without a worker before that is said: those of a cluster come one after the other
_LOOK = 0.5  # seconds between two looks at workers, and at blocks of which nothing is heard
_ENDS = 3  # so often a block may end all workers that it may go to, as dask itself has it


class ClusterExecutor:
    """Runs blocks on the workers of a scheduler.

    A worker must have the same versions of the app and of NumPy, and arithmetic that rounds alike. One that
    has not is told of, and gets no block: each block names the workers that it may go to. Workers that join
    later are looked at and used. What ended ones had goes to others: the scheduler hands a block on by itself
    as long as one of its workers is left, and when it has ended several of them it is told as trouble. How
    far a block is comes as events of a topic of this executor, twice a second for each block at most.

    Parameters
    ----------
    study : bytes
        The content of a study's file.
    address : str
        Such as ``tcp://host:8786``.

    Raises
    ------
    InputError
        If dask.distributed is not installed, or there is no scheduler.
    """

    def __init__(self, study: bytes, address: str) -> None:
        check_address(address)
        try:
            from distributed import Client  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise InputError(
                "Running on a cluster needs dask.distributed, which is not installed. Install the extra: pip "
                "install 'descent-lab[cluster]'",
                "--scheduler",
            ) from None
        self._study = study
        self._blocks: dict[int, Block] = {}
        self._futures: dict[int, Any] = {}
        self._offered: dict[int, list[str]] = {}  # to whom
        self._ends: dict[int, int] = {}
        self._finished: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[tuple[int, float, str]] = queue.SimpleQueue()
        self._seen: queue.SimpleQueue[tuple[dict[str, int], dict[str, object]]] = queue.SimpleQueue()
        self._workers_of: dict[int, str] = {}
        self._topic = f"descent-lab-{uuid.uuid4().hex}"
        self._address = address
        self._looked = self._worked = monotonic()
        self._is_idle = False
        find_scheduler(address, _SECONDS)
        try:
            self._client: Any = Client(address, timeout=_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise InputError(
                f"A scheduler of dask.distributed is an address such as tcp://host:8786, but none answers at "
                f"'{address}': {type(error).__name__}: {error}",
                "--scheduler",
            ) from None
        self._client.subscribe_topic(self._topic, self._hear)
        self._crew = Crew(VERSIONS, fingerprint())
        self._counting = threading.Lock()
        self._count(self._crew.asked)
        self._early = self._see()

    def _count(self, asked: frozenset[str]) -> None:
        """Ask who is there, and new ones what they have: who cannot run a block would spoil it."""
        if not self._counting.acquire(blocking=False):
            return
        try:
            with contextlib.suppress(Exception):
                threads = dict(self._client.nthreads())
                self._seen.put((threads, {}))  # who has ended should not wait for the answers of others
                if new := [address for address in threads if address not in asked]:
                    found = self._client.run(look_there(VERSIONS), workers=new, on_error="return")
                    said = {
                        address: f"{type(each).__name__}: {each}" if isinstance(each, Exception) else each
                        for address, each in found.items()
                        if not isinstance(each, OSError)  # it has ended meanwhile
                    }
                    self._seen.put((threads, said))
        finally:
            self._counting.release()

    def _see(self) -> list[Answer]:
        """Take in what was found out, and hand blocks on that nobody is left for."""
        found: list[Answer] = []
        with contextlib.suppress(queue.Empty):
            while True:
                found += [LeftOut(sentence) for sentence in self._crew.see(*self._seen.get_nowait())]
        if self._crew.fit:
            for index, offered in list(self._offered.items()):
                if self._crew.is_stranded(offered):
                    found += self._strand(index)
        return found

    def _strand(self, index: int) -> list[Answer]:
        """Submit a block again all of whose workers have ended; the scheduler would wait for these."""
        block, before = self._blocks[index], self._workers_of.pop(index, None)
        self._drop(index)
        if before is None:  # it had not begun
            self.submit(block)
            return []
        self._ends[index] = self._ends.get(index, 0) + 1
        if self._ends[index] > _ENDS:
            return [Trouble(index, "The workers that ran it ended, one after the other.")]
        self.submit(block)
        return [Moved(index, f"The worker at {before} ended, and another one runs it.")]

    def _drop(self, index: int) -> None:
        self._blocks.pop(index, None)
        self._offered.pop(index, None)
        self._workers_of.pop(index, None)
        if (future := self._futures.pop(index, None)) is not None:
            future.release()

    def _hear(self, event: tuple[float, tuple[int, float, str]]) -> None:
        index, share, worker = event[1]  # on the client's own thread
        self._news.put((index, share, worker))

    @property
    def parallel(self) -> int:
        """Return how many threads the workers have."""
        return max(self._crew.threads, 1)

    @property
    def capacity(self) -> int:
        """Return how many blocks are submitted at one time: some wait there, so that no worker waits.

        Without a worker none is: the first one to come might not be able to run it.
        """
        return 2 * self._crew.threads

    def submit(self, block: Block) -> None:
        """Send a block."""
        index = block.index
        self._blocks[index] = block
        offered = self._offered[index] = self._crew.offer()
        try:
            asked = pickle.dumps((self._study, block, self._topic))
            future = self._client.submit(run_there, __version__, asked, pure=False, workers=offered)
        except Exception:  # the client is closed: `poll` tells
            self._futures[index] = None
            return
        self._futures[index] = future
        future.add_done_callback(lambda _: self._finished.put(index))

    def poll(self, wait: float) -> list[Answer]:
        """Return what the scheduler has said."""
        ended: list[int] = []
        with contextlib.suppress(queue.Empty):
            ended.append(self._finished.get(timeout=wait) if wait else self._finished.get_nowait())
            while True:
                ended.append(self._finished.get_nowait())
        found, self._early = [*self._early, *self._told()], []
        for index in ended:  # after what was told, for afterwards nothing is heard of a block any more
            found += self._answer(index)
        found += self._see()
        now = monotonic()
        if now - self._looked >= _LOOK:
            self._looked = now
            self._count_aside()
            found += self._alone(now)
            if not any(isinstance(answer, (Ran, Trouble)) for answer in found) and self._futures:
                found += self._look()
        return found

    def _told(self) -> list[Answer]:
        """Return how far blocks are, and which have gone to another worker."""
        shares: dict[int, float] = {}
        found: list[Answer] = []
        with contextlib.suppress(queue.Empty):
            while True:
                index, share, worker = self._news.get_nowait()
                if index not in self._futures:  # said before its end, heard after
                    continue
                before = self._workers_of.get(index)
                self._workers_of[index] = worker
                if before is not None and share == 0.0:
                    found.append(Moved(index, f"The worker at {before} ended, and {worker} runs it."))
                shares[index] = share
        return [*found, *(Share(index, share) for index, share in shares.items())]

    def _answer(self, index: int) -> list[Answer]:
        future = self._futures.get(index)
        if future is None or future.status == "pending":
            return []
        if future.status in ("cancelled", "lost"):
            return [self._gone()]
        if future.status == "finished":
            try:
                answer: Ran | Trouble | Gone = future.result(timeout=_SECONDS)
            except Exception as error:  # between the message and the result somebody ended
                if self._client.status != "running":
                    return [self._gone(error)]
                self._offered[index] = []  # the worker that had the result: another one runs it
                return []
            if isinstance(answer, Gone):  # another program has taken a worker's address
                self._crew.forget(self._offered[index])
                self._workers_of.pop(index, None)
                return []  # nobody is left for it until they have been asked again
        else:
            answer = _trouble(index, future.exception(timeout=_SECONDS))
        self._drop(index)
        self._ends.pop(index, None)
        return [answer]

    def _look(self) -> list[Answer]:
        """Look whether the scheduler is there at all."""
        if self._client.status != "running" or any(
            future is None or future.status in ("cancelled", "lost") for future in self._futures.values()
        ):
            return [self._gone()]
        return []

    def _alone(self, now: float) -> list[Answer]:
        """Say once if there has been no worker for a while."""
        if self._crew.fit:
            self._worked, self._is_idle = now, False
        elif not self._is_idle and now - self._worked >= _ALONE:
            self._is_idle = True
            none = "no worker that fits" if self._crew.unfit else "no worker"
            return [
                Idle(
                    f"The scheduler at {self._address} has {none}; blocks wait for one. To start one: "
                    f"dask worker {self._address}"
                )
            ]
        return []

    def _count_aside(self) -> None:
        # A question to a scheduler that hangs would hang here, too.
        threading.Thread(target=self._count, args=(self._crew.asked,), daemon=True).start()

    def _gone(self, error: Exception | None = None) -> Gone:
        why = f": {error}" if error else ""
        return Gone(
            f"The scheduler at {self._client.scheduler_info().get('address', 'its address')} is gone{why}."
        )

    def close(self) -> None:
        """Take back what has not begun, and leave; a block that runs there is forgotten when it ends."""
        futures = [future for future in self._futures.values() if future is not None]
        self._futures.clear()

        def leave() -> None:
            with contextlib.suppress(Exception):
                if futures and self._client.status == "running":
                    self._client.cancel(futures, force=True)
            with contextlib.suppress(Exception):
                self._client.close(timeout=1)

        leaving = threading.Thread(target=leave, daemon=True)
        leaving.start()
        leaving.join(0.8)


def _trouble(index: int, failure: BaseException) -> Trouble:
    """Return what an exception means that dask has raised, not the block."""
    from distributed.scheduler import KilledWorker  # type: ignore[import-not-found, unused-ignore]

    if isinstance(failure, KilledWorker):
        return Trouble(index, "The workers that ran it ended, one after the other.")
    return Trouble(index, f"{type(failure).__name__}: {failure}")
