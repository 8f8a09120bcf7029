"""The engine's process as seen from outside: started, talked to, ended."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from multiprocessing import get_context
from typing import Any

from .message import Answer, Command
from .service import serve

__all__ = ["EngineProcess"]

_SECONDS = 1.0
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class EngineProcess:
    """A process that runs `serve`, and the pipe to it; it ends when this end of the pipe is closed.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self) -> None:
        for name in _ONE_THREAD:  # its loops are too short to be shared out
            os.environ.setdefault(name, "1")
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name="engine", daemon=True)
        try:
            with _no_interrupt():
                self._process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    @property
    def sources(self) -> list[Any]:
        """Return what to give to `multiprocessing.connection.wait`, to hear of answers and of the end."""
        return [self.connection, self._process.sentinel]

    @property
    def pid(self) -> int | None:
        """Return the number of the process."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Pass a command on; one that has ended hears nothing."""
        with contextlib.suppress(OSError):
            self.connection.send(command)

    def receive(self) -> Answer | None:
        """Return the next answer, or None if there will be none."""
        try:
            answer: Answer = self.connection.recv()
        except (EOFError, OSError):
            return None
        return answer

    def kill(self) -> None:
        """End the process at once; it may be called from any thread."""
        self._process.kill()

    def ending(self) -> str:
        """Return how a process ended whose pipe or sentinel has said so."""
        self._process.join(_SECONDS)
        code = self._process.exitcode
        if code is None:
            return "The engine closed its pipe."
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"The engine was ended by {signal.Signals(-code).name}."
        return f"The engine ended with code {code}."

    def end(self) -> None:
        """End the process, if it has not ended by itself, and wait until it has."""
        self.connection.close()
        self._process.terminate()
        self._process.join(_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Keep Ctrl+C in a terminal from a process that starts, until it ignores it by itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
