"""One export under way, as the window sees it: it draws; processes write tables and animations."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ..engine.error import InputError
from ..study.export_process import Advanced, ExportProcess
from ..study.writing import Exported, Failed, WritingOrder, WritingProcess
from .filming import Filming

__all__ = ["Exporter"]

_LOOK_MS = 20
_FRAME_MS = 2  # the window has its turn between two frames, however short
_PATIENCE = 3.0
Picture = tuple[Path, Callable[[], None]]


class Exporter(QObject):
    """Does one thing at a time and never for long, so that the window goes on painting.

    Attributes
    ----------
    busy : bool
        Whether an export is under way.
    advanced : Signal(str, float)
        What is done now, and which share of the tables or of the animation is done; NaN if of neither.
    ended : Signal(list, str, str)
        The files that are written, what went wrong, and its details; no text if nothing did.
    """

    advanced = Signal(str, float)
    ended = Signal(list, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self._process: WritingProcess | None = None
        self._leaving: list[tuple[WritingProcess, float]] = []  # with the time at which patience ends
        self._pictures: list[Picture] = []
        self._begin_filming: Callable[[], Filming] | None = None
        self._filming: Filming | None = None
        self._written: list[Path] = []
        self._share = math.nan
        self._orders: list[WritingOrder] = []
        self._begin_writing: Callable[[Any], WritingProcess] = ExportProcess
        self._done = self._total = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)

    def start(
        self,
        order: WritingOrder | None,
        pictures: Sequence[Picture] = (),
        filming: Callable[[], Filming] | None = None,
        process: Callable[[Any], WritingProcess] | None = None,
        others: Sequence[WritingOrder] = (),
    ) -> None:
        """Begin an export.

        Parameters
        ----------
        order : WritingOrder or None
            What a process writes: the tables.
        pictures : sequence of (Path, callable)
            Each is drawn and written by its call.
        filming : callable, optional
            Begins the animation, when everything else is done: there is one core beside the window's.
        process : callable, optional
            Starts the process that carries out an order; an `ExportProcess` by default.
        others : sequence of WritingOrder
            Carried out after that, one by one.
        """
        self.busy = True
        self._pictures, self._written = list(pictures), []
        self._begin_filming = filming
        self._orders = [each for each in (order, *others) if each is not None]
        self._begin_writing = process or ExportProcess
        self._done, self._total = 0, len(self._orders)
        self._share = 0.0 if self._orders else math.nan
        self._timer.start()
        self._write_next()

    def cancel(self) -> None:
        """End it now; what is not complete goes a moment later, as to remove a long file takes one."""
        if self._process is not None:
            self._listen(self._process)  # it may be done already
        elif self._filming is not None and self._filming.ending:
            self._film(self._filming)
        if self.busy:
            self._give_up("The export was cancelled.")

    def stop(self) -> None:
        """End it, wait until nothing unfinished is left, and tell nobody: the window is being closed."""
        self._timer.stop()
        self.busy = False
        self._end_process()
        self._end_filming()
        for process, _ in self._leaving:
            process.end()
        self._leaving.clear()

    # ---------------------------------------- inside

    def _on_due(self) -> None:
        self._see_off()
        if self._process is not None:
            self._listen(self._process)
        if self._filming is not None:
            self._film(self._filming)
        elif self._pictures:
            self._draw(*self._pictures.pop(0))
        elif self._process is None and self._begin_filming is not None:
            self._start_filming(self._begin_filming)
        if self.busy and not (self._process or self._pictures or self._begin_filming or self._filming):
            self._finish()
        if not self.busy and not self._leaving:
            self._timer.stop()

    def _see_off(self) -> None:
        """Take leave of processes that have ended, and of those that do not end."""
        for item in self._leaving.copy():
            process, patience = item
            if not process.alive:
                self._leaving.remove(item)
                process.end()
            elif monotonic() > patience:
                process.kill()

    def _write_next(self) -> None:
        if self._orders:
            try:
                self._process = self._begin_writing(self._orders.pop(0))
            except OSError as error:
                self._give_up(f"The export could not be started: {error}.")

    def _listen(self, process: WritingProcess) -> None:
        while process.connection.poll():
            told = process.receive()
            if isinstance(told, Advanced):
                self._share = (self._done + told.rows / max(told.total, 1)) / self._total
                self.advanced.emit(told.doing, self._share)
            elif isinstance(told, Exported):
                self._done += 1
                self._share = self._done / self._total
                self._written += told.paths
                self._end_process()
                self._write_next()
                return
            elif isinstance(told, Failed):
                self._give_up(told.text, told.details)
                return
            else:
                self._give_up(process.ending())
                return

    def _draw(self, path: Path, draw: Callable[[], None]) -> None:
        self.advanced.emit(f"Drawing {path.name}", self._share)
        try:
            draw()
        except InputError as error:
            self._give_up(error.message)
        else:
            self._written.append(path)

    def _start_filming(self, begin: Callable[[], Filming]) -> None:
        self._begin_filming = None
        try:
            self._filming = begin()
        except InputError as error:
            self._give_up(error.message)
        except OSError as error:
            self._give_up(f"The animation could not be started: {error}.")
        else:
            self._timer.setInterval(_FRAME_MS)

    def _film(self, filming: Filming) -> None:
        try:
            told = filming.advance()
        except InputError as error:
            told = Failed(error.message)
        if isinstance(told, Exported):
            self._written += told.paths
            self._end_filming()
        elif isinstance(told, Failed):
            self._give_up(told.text, told.details)
        elif not filming.ending:
            self.advanced.emit(f"Frame {filming.asked:,} of {filming.total:,}", filming.asked / filming.total)

    def _give_up(self, text: str, details: str = "") -> None:
        process, self._process = self._process, None
        filming, self._filming = self._filming, None
        if filming is not None:
            filming.close()
        for leaving in (process, filming.process if filming is not None else None):
            if leaving is not None:
                leaving.ask_to_end()
                self._leaving.append((leaving, monotonic() + _PATIENCE))
        self._pictures, self._begin_filming, self._orders = [], None, []
        self._finish(text, details)

    def _finish(self, text: str = "", details: str = "") -> None:
        self.busy = False
        self._timer.setInterval(_LOOK_MS)
        self.ended.emit(self._written, text, details)

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _end_filming(self) -> None:
        filming, self._filming = self._filming, None
        if filming is not None:
            filming.close()
            filming.process.end()
