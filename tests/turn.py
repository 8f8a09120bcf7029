"""Whose turn it is, where tests run in several processes: one that measures time is let alone."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

# They are only locked, never written.
FILES = tuple(Path(__file__).with_name(name) for name in ("turn.py", "conftest.py"))


@contextlib.contextmanager
def turn(alone: bool, files: tuple[Path, Path] = FILES) -> Iterator[None]:
    """Wait for the turn of a test, and have it until the end of the block.

    Whoever is to be alone keeps the gate until the room is empty, so that others cannot come in for ever.

    Parameters
    ----------
    alone : bool
        Whether no other test may run meanwhile.
    files : tuple of Path
        The gate and the room, the same for all.
    """
    with files[0].open("rb") as gate, files[1].open("rb") as room:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield


def needed() -> bool:
    """Return whether there are other processes with tests, and a way to wait for them."""
    return fcntl is not None and "PYTEST_XDIST_WORKER" in os.environ
