"""One animation under way: a frame is drawn here, while a process encodes the one before."""

from __future__ import annotations

from collections.abc import Sequence

from ..study.export_process import Exported, Failed
from ..study.film.change import Pixels
from ..study.film.process import FilmOrder, FilmProcess, Ready
from .film import Film
from .plots.plot import Plot
from .theme import Theme

__all__ = ["Filming"]


class Filming:
    """Does no more than one frame at a time.

    Parameters
    ----------
    order : FilmOrder
    plots : sequence of Plot
    theme : Theme

    Raises
    ------
    InputError
        As of `Film`.
    OSError
        If the system refuses another process.

    Attributes
    ----------
    process : FilmProcess
    asked : int
        How many frames the process has asked for.
    total : int
    """

    def __init__(self, order: FilmOrder, plots: Sequence[Plot], theme: Theme) -> None:
        self._film = Film(plots, order.animation, theme)
        try:
            self.process = FilmProcess(order)
        except OSError:
            self._film.close()
            raise
        self.asked, self.total = 0, len(self._film)
        self._drawn: Pixels | None = None
        self._given = 0

    def advance(self) -> Exported | Failed | None:
        """Pass a frame on or draw the next; return what the process says of its end.

        Raises
        ------
        InputError
            If a frame cannot be drawn.
        """
        while self.process.connection.poll():
            told = self.process.receive()
            if isinstance(told, Ready):
                self.asked = told.number + 1
            elif isinstance(told, Exported | Failed):
                return told
            else:
                return Failed(self.process.ending())
        if self._drawn is None and self._given < self.total:
            self._drawn = self._film.frame(self._given)
        elif self._drawn is not None and self.asked > self._given:
            self.process.give(self._drawn)
            self._drawn = None
            self._given += 1
        return None

    def close(self) -> None:
        """Throw away what frames are drawn with; the process is left as it is."""
        self._film.close()
