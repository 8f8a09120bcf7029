"""Blocks run on a cluster that is there already: dask.distributed, by the address of its scheduler."""

from __future__ import annotations

import contextlib
import queue
import threading
from time import monotonic
from typing import Any

from ... import __version__
from ...engine.error import InputError
from .block import Block
from .executor import Answer, Gone, Ran, Trouble
from .task import run_task

__all__ = ["ClusterExecutor", "run_there"]

_SECONDS = 10.0  # to find the scheduler, and without it before it counts as gone
_LOOK = 0.5  # seconds between two looks at blocks of which nothing is heard


class ClusterExecutor:
    """Runs blocks on the workers of a scheduler.

    The workers need the same version of the app. A worker that ends is the scheduler's to replace: it gives
    the block to another one, and only when that has ended too, three times by default, it is told as
    trouble. How far a block is is not told, for that would be a message for each from all over the cluster.

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
        self._looked = self._heard = monotonic()
        try:
            self._client: Any = Client(address, timeout=_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError) as error:
            raise InputError(
                f"A scheduler of dask.distributed is an address such as tcp://host:8786, but none answers at "
                f"'{address}': {type(error).__name__}: {error}",
                "--scheduler",
            ) from None
        self._workers = 1
        self._count()

    def _count(self) -> None:
        with contextlib.suppress(Exception):
            self._workers = sum(self._client.nthreads().values())

    @property
    def parallel(self) -> int:
        """Return how many threads the workers have."""
        return max(self._workers, 1)

    @property
    def capacity(self) -> int:
        """Return how many blocks are submitted at one time: some wait there, so that no worker waits."""
        return 2 * self.parallel

    def submit(self, block: Block) -> None:
        """Send a block."""
        index = block.index
        try:
            future = self._client.submit(run_there, self._study, block, __version__, pure=False)
        except Exception:  # the client is closed: `poll` tells
            self._futures[index] = None
            return
        self._futures[index] = future
        future.add_done_callback(lambda _: self._finished.put(index))

    def poll(self, wait: float) -> list[Answer]:
        """Return what the scheduler has said."""
        found: list[Answer] = []
        with contextlib.suppress(queue.Empty):
            found += self._answer(self._finished.get(timeout=wait) if wait else self._finished.get_nowait())
            while True:
                found += self._answer(self._finished.get_nowait())
        now = monotonic()
        if now - self._looked >= _LOOK:
            self._looked = now
            if not found and self._futures:
                found += self._look()
        return found

    def _answer(self, index: int) -> list[Answer]:
        future = self._futures.get(index)
        if future is None or future.status == "pending":
            return []
        if future.status in ("cancelled", "lost"):
            return [self._gone()]
        del self._futures[index]
        if future.status == "finished":
            try:
                answer: Ran | Trouble = future.result(timeout=_SECONDS)
            except Exception as error:  # the scheduler ended between the message and the result
                self._futures[index] = future
                return [self._gone(error)]
            future.release()
            return [answer]
        failure = future.exception(timeout=_SECONDS)
        future.release()
        return [Trouble(index, f"{type(failure).__name__}: {failure}")]

    def _look(self) -> list[Answer]:
        """Look whether the scheduler is there at all."""
        if self._client.status != "running" or any(
            future is None or future.status in ("cancelled", "lost") for future in self._futures.values()
        ):
            return [self._gone()]
        self._count_aside()
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


def run_there(study: bytes, block: Block, version: str) -> Ran | Trouble:
    """Run a block on a worker of the cluster."""
    from distributed import get_worker  # type: ignore[import-not-found, unused-ignore]

    if version != __version__:
        return Trouble(
            block.index,
            f"A worker has Descent Lab {__version__}, but {version} is needed. Install the same everywhere.",
            hopeless=True,
        )
    return run_task(study, block, str(get_worker().address), lambda share: None)
