"""What a process that writes a report says on the way."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection
from time import monotonic

from ...study.export_process import Advanced

__all__ = ["teller"]

_BETWEEN = 0.05  # seconds between two messages


def teller(connection: Connection) -> Callable[[str, int, int], None]:
    """Return what tells the window how far it is: at once if it does something else, or else now and then."""
    told = ("", monotonic())

    def tell(doing: str, done: int, total: int) -> None:
        nonlocal told
        if doing != told[0] or monotonic() - told[1] >= _BETWEEN:
            told = (doing, monotonic())
            connection.send(Advanced(done, total, doing))

    return tell
