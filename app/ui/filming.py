"""One animation under way: a frame is drawn here, plot by plot, while a process encodes the one before."""

from __future__ import annotations

from collections.abc import Sequence

from ..study.film.process import FilmOrder, FilmProcess, Ready
from ..study.writing import Exported, Failed
from .film import Film
from .plots.plot import Plot
from .theme import Theme

__all__ = ["Filming"]


class Filming:
    """Does no more at a time than to draw one plot, or to pass a frame on.

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
        self._given = 0
        self._drawing = self._film.drawing(0)
        self._drawn = False

    @property
    def ending(self) -> bool:
        """Return whether all frames are drawn and passed on."""
        return self._given == self.total

    def advance(self) -> Exported | Failed | None:
        """Draw one more plot, or pass a frame on; return what the process says of its end.

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
        if self.ending:
            return None
        if not self._drawn:
            self._drawn = next(self._drawing, self) is self
        elif self.asked > self._given:
            self.process.give(self._film.stage)
            self._given += 1
            if not self.ending:
                self._drawing, self._drawn = self._film.drawing(self._given), False
        return None

    def close(self) -> None:
        """Throw away what frames are drawn with; the process is left as it is."""
        self._film.close()
