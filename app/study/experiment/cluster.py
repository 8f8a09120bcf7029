"""Blocks run on a cluster that is there already: dask.distributed, by the address of its scheduler."""

from __future__ import annotations

import contextlib
import pickle
import queue
import threading
import uuid
from collections.abc import Callable
from time import monotonic
from typing import Any

from ... import __version__
from ...engine.error import InputError
from .block import Block
from .executor import Answer, Gone, Idle, Moved, Ran, Share, Trouble
from .task import run_task

__all__ = ["ClusterExecutor", "run_there"]

_SECONDS = 10.0  # to find the scheduler, and without it before it counts as gone
_TELL = 0.5  # seconds between two messages about a block
_ALONE = 3.0  # seconds without a worker before that is said: those of a cluster come one after the other
_LOOK = 0.5  # seconds between two looks at blocks of which nothing is heard


class ClusterExecutor:
    """Runs blocks on the workers of a scheduler.

    The workers need the same version of the app; one with another, or without it, ends the whole with a
    sentence. Workers that join later are used, and what ended ones had goes to others: the scheduler hands a
    block on by itself, and only when it has ended its worker several times it is told as trouble. How far a
    block is comes as events of a topic of this executor, twice a second for each block at most.

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
        try:
            from distributed import Client  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            raise InputError(
                "Running on a cluster needs dask.distributed, which is not installed. Install the extra: pip "
                "install 'descent-lab[cluster]'",
                "--scheduler",
            ) from None
        self._study = study
        self._futures: dict[int, Any] = {}
        self._finished: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[tuple[int, float, str]] = queue.SimpleQueue()
        self._workers_of: dict[int, str] = {}
        self._topic = f"descent-lab-{uuid.uuid4().hex}"
        self._address = address
        self._looked = self._worked = monotonic()
        self._is_idle = False
        try:
            self._client: Any = Client(address, timeout=_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise InputError(
                f"A scheduler of dask.distributed is an address such as tcp://host:8786, but none answers at "
                f"'{address}': {type(error).__name__}: {error}",
                "--scheduler",
            ) from None
        self._client.subscribe_topic(self._topic, self._hear)
        self._known: set[str] = set()  # workers that have the app
        self._misfit = ""
        self._workers = 0
        self._counting = threading.Lock()
        self._count()

    def _count(self) -> None:
        """Count the threads of workers, and look whether new ones can run a block: who cannot would end."""
        if not self._counting.acquire(blocking=False):
            return
        try:
            with contextlib.suppress(Exception):
                threads = self._client.nthreads()
                new = [address for address in threads if address not in self._known]
                if new:
                    found = self._client.run(_version_there(), workers=new, on_error="return")
                    for address, version in found.items():
                        if isinstance(version, str):
                            self._misfit = self._misfit or _misfit(address, version)
                            self._known.add(address)
                self._workers = sum(count for address, count in threads.items() if address in self._known)
        finally:
            self._counting.release()

    def _hear(self, event: tuple[float, tuple[int, float, str]]) -> None:
        index, share, worker = event[1]  # on the client's own thread
        self._news.put((index, share, worker))

    @property
    def parallel(self) -> int:
        """Return how many threads the workers have."""
        return max(self._workers, 1)

    @property
    def capacity(self) -> int:
        """Return how many blocks are submitted at one time: some wait there, so that no worker waits.

        Without a worker none is: the first one to come might not be able to run it.
        """
        return 2 * self._workers

    def submit(self, block: Block) -> None:
        """Send a block."""
        index = block.index
        try:
            asked = pickle.dumps((self._study, block, self._topic))
            future = self._client.submit(run_there, __version__, asked, pure=False)
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
        if self._misfit:
            return [Gone(self._misfit)]
        found = self._told()  # before the ends, for afterwards nothing is heard of a block any more
        for index in ended:
            found += self._answer(index)
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
        del self._futures[index]
        self._workers_of.pop(index, None)
        if future.status == "finished":
            try:
                answer: Ran | Trouble | Gone = future.result(timeout=_SECONDS)
            except Exception as error:  # the scheduler ended between the message and the result
                self._futures[index] = future
                return [self._gone(error)]
            future.release()
            return [answer]
        failure = future.exception(timeout=_SECONDS)
        future.release()
        return [_trouble(index, failure)]

    def _look(self) -> list[Answer]:
        """Look whether the scheduler is there at all."""
        if self._client.status != "running" or any(
            future is None or future.status in ("cancelled", "lost") for future in self._futures.values()
        ):
            return [self._gone()]
        return []

    def _alone(self, now: float) -> list[Answer]:
        """Say once if there has been no worker for a while."""
        if self._workers:
            self._worked, self._is_idle = now, False
        elif not self._is_idle and now - self._worked >= _ALONE:
            self._is_idle = True
            return [
                Idle(
                    f"The scheduler at {self._address} has no worker; blocks wait for one. To start one: "
                    f"dask worker {self._address}"
                )
            ]
        return []

    def _count_aside(self) -> None:
        # A question to a scheduler that hangs would hang here, too.
        threading.Thread(target=self._count, daemon=True).start()

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


def run_there(version: str, asked: bytes) -> Ran | Trouble | Gone:
    """Run a block on a worker of the cluster, and tell under a topic how far it is.

    What is asked comes as bytes, for another version may not be able to read it.
    """
    from distributed import get_worker  # type: ignore[import-not-found, unused-ignore]

    worker = get_worker()
    address = str(worker.address)
    if version != __version__:
        return Gone(_misfit(address, __version__, version))
    study, block, topic = pickle.loads(asked)
    last = monotonic()
    worker.log_event(topic, (block.index, 0.0, address))

    def watch(share: float) -> None:
        nonlocal last
        if monotonic() - last >= _TELL:
            last = monotonic()
            worker.log_event(topic, (block.index, share, address))

    return run_task(study, block, address, watch)


def _version_there() -> Callable[[], str]:
    """Return a function that returns the version of the app, or "!" and why there is none."""
    package = __name__.partition(".")[0]

    def look() -> str:  # within another one: it is sent as a whole, for a worker may not have this module
        from importlib import import_module

        try:
            return str(import_module(package).__version__)
        except ImportError as error:
            return f"!{error}"

    return look


def _misfit(address: str, version: str, wanted: str = __version__) -> str:
    """Return what is wrong with a worker, as a sentence; empty if nothing is."""
    if version == wanted:
        return ""
    if version.startswith("!"):
        return (
            f"The worker at {address} cannot load Descent Lab: {version[1:]}. Install version {wanted} "
            "there, with the extra 'cluster'."
        )
    return (
        f"The worker at {address} has Descent Lab {version}, but {wanted} is needed. Install the same "
        "version everywhere."
    )


def _trouble(index: int, failure: BaseException) -> Trouble:
    """Return what an exception means that dask has raised, not the block."""
    from distributed.scheduler import KilledWorker  # type: ignore[import-not-found, unused-ignore]

    if isinstance(failure, KilledWorker):
        return Trouble(index, "The workers that ran it ended, one after the other.")
    return Trouble(index, f"{type(failure).__name__}: {failure}")
