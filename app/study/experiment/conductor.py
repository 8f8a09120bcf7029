"""An experiment driven by a thread of its own: who shows it waits for no plan and for no disk."""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ...engine.error import InputError
from .event import Event, Stopped
from .runner import Runner

__all__ = ["Conductor", "Progress"]

_BETWEEN = 0.1  # seconds between two looks at what is wanted
_SECONDS = 2.0  # for a thread to end of which nothing more is wanted


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an experiment is.

    Parameters
    ----------
    share : float
        Of the present stages that is done, from 0 to 1.
    blocks, finished_blocks : int
    left : (float, float) or None
        Seconds that are likely to be left.
    """

    share: float = 0.0
    blocks: int = 0
    finished_blocks: int = 0
    left: tuple[float, float] | None = None


class Conductor:
    """Has a `Runner` made and asks it to its end; what it says is there to be fetched.

    Parameters
    ----------
    make : callable
        Called on the thread, and returns the runner. It may raise an `InputError`, which is then told.
    before : Conductor, optional
        Another one, of which nothing more is wanted: its folder may be the same. It is over before ``make``
        is called.

    Attributes
    ----------
    progress : Progress
        Of the last look.
    """

    def __init__(self, make: Callable[[], Runner], before: Conductor | None = None) -> None:
        self.progress = Progress()
        self._events: deque[Event] = deque()
        self._closed = False
        self._paused = False
        self._bell = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(make, before), name="experiment", daemon=True)
        self._thread.start()

    def events(self) -> list[Event]:
        """Return what has happened since the last call.

        The last one is `Finished` or `Stopped`; an `InputError` of the folder is a `Stopped`.
        """
        found = []
        while self._events:  # another thread only adds
            found.append(self._events.popleft())
        return found

    def pause(self) -> None:
        """Begin no further block."""
        self._paused = True
        self._bell.set()

    def resume(self) -> None:
        """Go on after `pause`."""
        self._paused = False
        self._bell.set()

    def close(self) -> None:
        """End it within a second, without a word; `join` waits for it."""
        self._closed = True
        self._bell.set()

    def join(self, seconds: float = _SECONDS) -> bool:
        """Wait until thread, processes and file are gone, and return whether they are."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    # ---------------------------------------- on the thread itself

    def _run(self, make: Callable[[], Runner], before: Conductor | None) -> None:
        try:
            if before is not None:
                before.close()
                before._thread.join()
            if self._closed:
                return
            runner = make()
            try:
                self._drive(runner)
            finally:
                runner.close()
        except InputError as error:
            self._events.append(Stopped(str(error), error.details))
        except Exception as error:
            self._events.append(Stopped(f"{type(error).__name__}: {error}", traceback.format_exc()))

    def _drive(self, runner: Runner) -> None:
        while not (runner.over or self._closed):
            runner.paused = self._paused
            events = runner.poll(_BETWEEN)
            self.progress = Progress(runner.share, runner.blocks, runner.finished_blocks, runner.left)
            self._events.extend(events)
            if not events and self._paused and not runner.busy:
                self._bell.wait(_BETWEEN)  # no process could interrupt the wait
            self._bell.clear()
