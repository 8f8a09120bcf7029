"""A process that stays warm and runs blocks of maps; what is asked for last is what counts."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections import deque
from multiprocessing.connection import Connection
from time import perf_counter

from ...engine.error import InputError
from ...engine.optimizer import optimizers
from ...engine.surface import surfaces
from ..own.learn import Learner
from ..spec import Study
from .block import BasinBlock, run_block
from .message import Command, Failed, Heard, Ran, Run, Warm

__all__ = ["BasinService", "serve_basins"]


class _SupersededError(Exception):
    """Another study is wanted."""


class BasinService:
    """Runs blocks in the order in which they are asked for, and hears of others meanwhile.

    Parameters
    ----------
    connection : Connection
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._learner = Learner()
        self._own: tuple[str, ...] = ()
        self._generation = -1
        self._study: Study | None = None
        self._blocks: deque[BasinBlock] = deque()

    def run(self) -> None:
        """Serve until the other end of the pipe is closed."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                while not self._blocks or self._connection.poll():
                    self._obey(self._connection.recv())
                self._run(self._blocks.popleft())

    def _obey(self, command: Command) -> None:
        if isinstance(command, Run):
            if command.generation == self._generation:
                self._blocks.append(command.block)
            return
        self._blocks.clear()
        self._generation, self._study = command.generation, command.study
        if command.own != self._own:
            self._own = command.own
            self._learner.learn(command.own)  # what does not load is told by the engine, which loads it too
        self._connection.send(Heard(command.generation))

    def _watch(self, share: float) -> None:
        generation = self._generation
        while self._connection.poll():
            self._obey(self._connection.recv())
        if self._generation != generation:
            raise _SupersededError

    def _run(self, block: BasinBlock) -> None:
        generation, study = self._generation, self._study
        if study is None:
            return
        began = perf_counter()
        answer: Ran | Failed
        try:
            columns = run_block(study, block, self._watch)
            answer = Ran(generation, block, columns, perf_counter() - began)
        except _SupersededError:
            return
        except InputError as error:
            answer = Failed(generation, block, error.message)
        except MemoryError:
            answer = Failed(generation, block, "Not enough memory is free for a part of the map.")
        except (EOFError, OSError):
            raise
        except Exception as error:
            fault = self._learner.blame(error)
            text = fault.message if fault else f"A part of the map failed: {type(error).__name__}: {error}"
            answer = Failed(generation, block, text, traceback.format_exc())
        self._connection.send(answer)


def serve_basins(connection: Connection) -> None:
    """Run a process of blocks: returns when the other end of the pipe is closed.

    Parameters
    ----------
    connection : Connection
        The pipe to the window.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window to answer
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # see process.py
    for registry in (optimizers, surfaces):
        len(registry)  # imports its items, so that the first block does not wait
    with contextlib.suppress(OSError):
        connection.send(Warm())
        BasinService(connection).run()
