"""A place for what is being written; what a killed writer leaves of it goes with the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import time

if sys.platform != "win32":
    import fcntl

__all__ = ["PREFIX", "clear_abandoned", "holds_alone", "unfinished"]

PREFIX = "unfinished-"

_LOCK = "lock"
_YOUNG = 60.0  # seconds in which a place may have no lock yet


@contextlib.contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Give a new place inside a folder. What is done is moved out of it; the rest goes with it.

    Parameters
    ----------
    folder : Path
        Made if it is not there. What others left in it when they were killed is removed.

    Raises
    ------
    OSError
    """
    folder.mkdir(parents=True, exist_ok=True)
    clear_abandoned(folder)
    place = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    try:
        # The system gives the lock back however the process ends.
        descriptor = os.open(place / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            holds_alone(descriptor)
            yield place
        finally:
            os.close(descriptor)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear_abandoned(folder: Path) -> None:
    """Remove the places in a folder whose writers live no more."""
    for place in folder.glob(f"{PREFIX}*"):
        if _is_abandoned(place):
            shutil.rmtree(place, ignore_errors=True)


def holds_alone(descriptor: int) -> bool:
    """Lock an open file for this process alone if nobody else has locked it; return whether it is so now.

    On Windows there is nothing to do: a file that is open, or mapped, cannot be removed there.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # somebody has it, or the file system knows no locks
        return False
    return True


def _is_abandoned(place: Path) -> bool:
    try:
        if sys.platform == "win32":
            (place / _LOCK).unlink()
            return True
        descriptor = os.open(place / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        with contextlib.suppress(OSError):
            return time() - place.stat().st_mtime > _YOUNG
        return False
    except OSError:
        return False
    try:
        return holds_alone(descriptor)
    finally:
        os.close(descriptor)
