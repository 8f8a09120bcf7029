"""One export under way, as the window sees it: pictures are drawn here, tables are written by a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ..engine.error import InputError
from ..study.export_process import Advanced, Exported, ExportOrder, ExportProcess, Failed

__all__ = ["Exporter"]

_LOOK_MS = 20
Picture = tuple[Path, Callable[[], None]]


class Exporter(QObject):
    """Does one thing at a time and never for long, so that the window goes on painting.

    Attributes
    ----------
    advanced : Signal(str, float)
        What is done now, and which share of the tables is written; NaN if there are none.
    ended : Signal(list, str, str)
        The files that are written, what went wrong, and its details; no text if nothing did.
    """

    advanced = Signal(str, float)
    ended = Signal(list, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: ExportProcess | None = None
        self._pictures: list[Picture] = []
        self._written: list[Path] = []
        self._trouble: tuple[str, str] | None = None
        self._share = float("nan")
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)

    @property
    def busy(self) -> bool:
        """Return whether there is something to wait for."""
        return self._timer.isActive()

    def start(self, order: ExportOrder | None, pictures: Sequence[Picture]) -> None:
        """Begin an export.

        Parameters
        ----------
        order : ExportOrder or None
            The tables.
        pictures : sequence of (Path, callable)
            Each is drawn and written by its call.
        """
        self._pictures, self._written, self._trouble = list(pictures), [], None
        self._share = float("nan") if order is None else 0.0
        if order is not None:
            try:
                self._process = ExportProcess(order)
            except OSError as error:
                self._trouble = (f"The export could not be started: {error}.", "")
        self._timer.start()

    def cancel(self) -> None:
        """Have it ended soon; what is not complete goes, and `ended` tells of the rest."""
        if self._process is not None:
            self._listen(self._process)  # it may be done already
        if self.busy and self._trouble is None:
            self._give_up("The export was cancelled.")

    def stop(self) -> None:
        """End it at once and tell nobody, as the window is being closed."""
        self._timer.stop()
        self._end_process()

    # ---------------------------------------- inside

    def _give_up(self, text: str, details: str = "") -> None:
        self._pictures = []
        self._trouble = (text, details)
        if self._process is not None:
            self._process.kill()

    def _on_due(self) -> None:
        if self._trouble is not None:
            # A process in the middle of a slow disk's work ends when that is done: no reason to wait here.
            if self._process is None or not self._process.alive:
                self._finish()
            return
        if self._process is not None:
            self._listen(self._process)
        if self._pictures and self._trouble is None:
            self._draw(*self._pictures.pop(0))
        if self._process is None and not self._pictures and self._trouble is None:
            self._finish()

    def _listen(self, process: ExportProcess) -> None:
        while process.connection.poll():
            told = process.receive()
            if isinstance(told, Advanced):
                self._share = told.rows / max(told.total, 1)
                self.advanced.emit("Writing history.csv", self._share)
            elif isinstance(told, Exported):
                self._share = 1.0
                self._written += told.paths
                self._end_process()
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

    def _finish(self) -> None:
        self.stop()
        self.ended.emit(self._written, *(self._trouble or ("", "")))

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
