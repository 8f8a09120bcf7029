"""A process of the app as seen from outside: started, talked to, ended."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from typing import Any

__all__ = ["ChildProcess", "EngineProcess"]

_SECONDS = 1.0
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class ChildProcess:
    """A process that runs a function, and the pipe to it; it ends when this end of the pipe is closed.

    Parameters
    ----------
    name : str
    serve : callable
        Called there with its end of the pipe, and with the arguments.
    *arguments
        Anything that can be pickled, and a `memory.Block`.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, name: str, serve: Callable[..., None], *arguments: Any) -> None:
        for variable in _ONE_THREAD:  # the loops are too short to be shared out
            os.environ.setdefault(variable, "1")
        context = get_context("spawn")
        self._name = name
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, *arguments), name=name, daemon=True)
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

    @property
    def alive(self) -> bool:
        """Return whether the process has not ended."""
        return self._process.is_alive()

    def send(self, command: Any) -> None:
        """Pass a command on; one that has ended hears nothing."""
        with contextlib.suppress(OSError):
            self.connection.send(command)

    def receive(self) -> Any:
        """Return the next answer, or None if there will be none."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None

    def ask_to_end(self) -> None:
        """Have the process end soon, after it has put its things in order."""
        self._process.terminate()

    def kill(self) -> None:
        """End the process at once; it may be called from any thread."""
        self._process.kill()

    def ending(self) -> str:
        """Return how a process ended whose pipe or sentinel has said so."""
        self._process.join(_SECONDS)
        code = self._process.exitcode
        if code is None:
            return f"The {self._name} closed its pipe."
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"The {self._name} was ended by {signal.Signals(-code).name}."
        return f"The {self._name} ended with code {code}."

    def end(self) -> None:
        """End the process, if it has not ended by itself, and wait until it has."""
        self.connection.close()
        self._process.terminate()
        self._process.join(_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


class EngineProcess(ChildProcess):
    """The process that runs `service.serve`."""

    def __init__(self) -> None:
        from .service import serve  # all of the engine, which the window needs only when the process starts

        super().__init__("engine", serve)


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Keep Ctrl+C in a terminal from a process that starts, until it ignores it by itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # its own start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
