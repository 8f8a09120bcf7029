"""Encoding in a process of its own: it takes as long as drawing, and all of a core.

The window draws. The process asks for a frame when it is ready for one, so the window never waits for it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from ..writing import WritingProcess, answer_for
from .animation import Animation
from .change import Pixels
from .encode import write_animation

__all__ = ["FilmOrder", "FilmProcess", "Ready"]


@dataclass(frozen=True, slots=True)
class FilmOrder:
    """What to write, and where to; ``mark`` is of an unfinished file."""

    path: Path
    animation: Animation
    mark: str = field(default_factory=lambda: os.urandom(4).hex())

    @property
    def paths(self) -> list[Path]:
        """Return the file that will be written."""
        return [self.path]


@dataclass(frozen=True, slots=True)
class Ready:
    """The frame of this number is wanted, counted from 0."""

    number: int


class FilmProcess(WritingProcess):
    """The process that encodes one animation: it sends `Ready` for each frame, then `Exported` or `Failed`.

    Raises
    ------
    OSError
        If the system refuses another process.
    """

    def __init__(self, order: FilmOrder) -> None:
        super().__init__("animation", serve_film, order)

    def give(self, pixels: Pixels) -> None:
        """Pass a frame on that was asked for; a process that has ended takes none."""
        with contextlib.suppress(OSError):
            self.connection.send_bytes(pixels.tobytes())


def serve_film(connection: Connection, order: FilmOrder) -> None:
    """Run the process.

    Parameters
    ----------
    connection : Connection
        The pipe to the window; if that is closed, the process ends and leaves nothing.
    order : FilmOrder
    """
    animation = order.animation

    def frames() -> Iterator[Pixels]:
        for number in range(animation.count):
            try:
                connection.send(Ready(number))
                content = connection.recv_bytes()
            except (EOFError, OSError):
                raise SystemExit(0) from None  # there is no window to tell
            yield np.frombuffer(content, dtype=np.uint32).reshape(animation.height, animation.width)

    def write() -> list[Path]:
        write_animation(order.path, animation, frames(), order.mark)
        return [order.path]

    answer_for(connection, write)
