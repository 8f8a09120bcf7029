"""The loss over a plane of weights in a process of its own, the last in line for the machine's cores.

It is not the engine's, which has the race to run. Nothing is written, so it is ended without a word.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from ..engine.error import InputError
from ..engine.problem import DataProblem
from .build import build_problem
from .plane_loss import PlaneOrder, survey
from .process import ChildProcess
from .spec import Study

__all__ = ["PlaneFailed", "PlaneProcess", "PlaneReady", "serve_plane"]

_BETWEEN = 0.1  # seconds between two messages about the progress
_IDLE = 0x40  # IDLE_PRIORITY_CLASS


@dataclass(frozen=True, slots=True)
class PlaneReady:
    """The data are there; the order may come. What is sent to a process that starts would wait for it."""


@dataclass(frozen=True, slots=True)
class PlaneFailed:
    """There will be no losses: why, and the details of a mistake in the app."""

    text: str
    details: str = ""


class PlaneProcess(ChildProcess):
    """Says `PlaneReady`, waits for a `PlaneOrder`, and sends `PlaneLosses` or `PlaneFailed`.

    Parameters
    ----------
    study : Study
        Its problem is built again there.
    table : Path, optional
        Where the race has the table of a person's own file, which may be gone by now.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, study: Study, table: Path | None = None) -> None:
        super().__init__("plane", serve_plane, study, table)


def serve_plane(connection: Connection, study: Study, table: Path | None = None) -> None:
    """Run the process; it ends when all is sent, or when the pipe is closed.

    Parameters
    ----------
    connection : Connection
    study : Study
    table : Path, optional
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window to answer
    _give_way()
    with contextlib.suppress(EOFError, OSError):  # there is no window to tell
        try:
            _compute(connection, study, table)
        except InputError as error:
            connection.send(PlaneFailed(error.message))
        except MemoryError:
            connection.send(PlaneFailed("Not enough memory is free for that."))
        except (EOFError, OSError):
            raise
        except Exception:
            connection.send(PlaneFailed("Something went wrong on the plane.", traceback.format_exc()))


def _compute(connection: Connection, study: Study, table: Path | None) -> None:
    problem = build_problem(study, table)
    assert isinstance(problem, DataProblem), "a surface has no weights to survey"
    connection.send(PlaneReady())
    order = connection.recv()
    assert isinstance(order, PlaneOrder)
    last = monotonic()
    for found in survey(problem, order):
        if found.losses is not None or monotonic() - last >= _BETWEEN:
            last = monotonic()
            connection.send(found)


def _give_way() -> None:
    """Take the lowest priority: race, window and whatever else the person runs come first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _IDLE)
    else:
        os.nice(19)
