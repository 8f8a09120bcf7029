"""What the processes that write files have in common: how they end, and what is left if they do not."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from ..engine.error import InputError
from .disk import remove_parts
from .process import ChildProcess

__all__ = ["Exported", "Failed", "WritingOrder", "WritingProcess", "answer_for"]


@dataclass(frozen=True, slots=True)
class Exported:
    """All files are in their places."""

    paths: list[Path]


@dataclass(frozen=True, slots=True)
class Failed:
    """No file is in its place. ``details`` are of a mistake in the app."""

    text: str
    details: str = ""


class WritingOrder(Protocol):
    """What to write: ``mark`` is in the names of the files of ``paths`` as long as they are unfinished."""

    @property
    def paths(self) -> list[Path]:
        """Return the files that will be written."""

    @property
    def mark(self) -> str:
        """Return what no other order has."""


class WritingProcess(ChildProcess):
    """A process that carries out one order, and says at last `Exported` or `Failed`.

    Parameters
    ----------
    name : str
    serve : callable
        Called there with its end of the pipe, and the order.
    order : WritingOrder

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, name: str, serve: Callable[..., None], order: WritingOrder) -> None:
        super().__init__(name, serve, order)
        self._order = order

    def end(self) -> None:
        """End the process, if it has not ended, and remove what it has not finished."""
        super().end()
        remove_parts(self._order.paths, self._order.mark)


def answer_for(connection: Connection, write: Callable[[], list[Path]]) -> None:
    """Write, in the process, and send what became of it.

    Parameters
    ----------
    connection : Connection
        The pipe to the window.
    write : callable
        Returns the files. When the process is asked to end, SystemExit passes through it, and no answer is
        sent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window to answer
    signal.signal(signal.SIGTERM, _leave)
    answer: Exported | Failed
    try:
        answer = Exported(write())
    except InputError as error:
        answer = Failed(error.message)
    except MemoryError:
        answer = Failed("Not enough memory is free for that.")
    except Exception:
        answer = Failed("Something went wrong while writing.", traceback.format_exc())
    with contextlib.suppress(OSError):
        connection.send(answer)


def _leave(number: int, frame: object) -> None:
    raise SystemExit(0)  # passes through what removes unfinished files
