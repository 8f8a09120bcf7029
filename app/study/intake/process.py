"""Reading a file in a process of its own: a gigabyte takes half a minute, and all of a core."""

from __future__ import annotations

import contextlib
import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic

from ...engine.error import InputError
from ..process import ChildProcess
from .intake import read_file
from .options import FileSpec
from .progress import CancelledError
from .store import meta_of

__all__ = ["Failed", "IntakeProcess", "Read", "Share", "serve_intake"]

_BETWEEN = 0.05  # seconds between two messages


@dataclass(frozen=True, slots=True)
class Share:
    """So much is read, from 0 to 1."""

    done: float


@dataclass(frozen=True, slots=True)
class Read:
    """The table is in the cache; the fingerprint is that of the file."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It is not: why, the option to blame, and the details of a mistake in the app."""

    text: str
    where: str = ""
    details: str = ""


class IntakeProcess(ChildProcess):
    """The process that reads one file: it sends `Share` now and then, and `Read` or `Failed`.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, spec: FileSpec) -> None:
        super().__init__("reader", serve_intake, spec)


def serve_intake(connection: Connection, spec: FileSpec) -> None:
    """Run the process.

    Parameters
    ----------
    connection : Connection
        The pipe to the window; if that is closed, the reading ends and leaves nothing.
    spec : FileSpec
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window to answer
    last = 0.0

    def tell(share: float) -> None:
        nonlocal last
        if monotonic() - last < _BETWEEN:
            return
        last = monotonic()
        try:
            connection.send(Share(share))
            if connection.poll():  # nothing is ever sent but the word to stop
                raise CancelledError
        except OSError:
            raise CancelledError from None

    answer: Read | Failed
    try:
        answer = Read(meta_of(read_file(spec, tell)).sha256)
    except CancelledError:
        return
    except InputError as error:
        answer = Failed(error.message, error.where)
    except MemoryError:
        answer = Failed("Not enough memory is free for that.")
    except Exception:
        answer = Failed("Something went wrong while reading.", details=traceback.format_exc())
    with contextlib.suppress(OSError):
        connection.send(answer)
