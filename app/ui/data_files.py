"""Data files in the window: chosen in the panel, dropped on it, or named by a study that is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtWidgets import QWidget

from ..study.file_dataset import needs_reading
from ..study.intake.options import FileSpec
from ..study.spec import DataSpec, Study
from .message import Message
from .setting import Settings
from .theme import Theme

if TYPE_CHECKING:
    from .import_dialog import ImportDialog
    from .importer import Importer

__all__ = ["STUDIES", "SUFFIXES", "DataFiles", "file_in", "refusal"]

STUDIES = (".json", ".html")  # a report has its study within

SUFFIXES = (".csv", ".tsv", ".txt", ".tab", ".data", ".dat", ".npz", ".idx", ".gz", ".parquet")


def file_in(data: QMimeData) -> Path | None:
    """Return the one file that is dragged, if it is a study, a report or may be data."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    known = path.suffix.lower() in (*SUFFIXES, *STUDIES) or "-ubyte" in path.name
    return path if known and path.is_file() else None


def refusal(data: QMimeData) -> str:
    """Return why what is dropped cannot be opened, if it is files or a folder; else an empty text."""
    urls = data.urls()
    if not urls or file_in(data) is not None:
        return ""
    what = "a study (.json), a report (.html) or a table (.csv, .npz, …)"
    if len(urls) > 1:
        return f"One file is opened at a time, but {len(urls)} were dropped. Drop {what}."
    name = urls[0].fileName()
    if urls[0].isLocalFile() and Path(urls[0].toLocalFile()).is_dir():
        return f"A file is opened, but {name or urls[0].path()} is a folder. Drop {what}."
    return f"{name} is nothing that can be opened here. Drop {what}."


class DataFiles(QObject):
    """Shows the dialog, and has files read that a study names.

    Parameters
    ----------
    window : QWidget
        The parent of the dialog.
    settings : Settings

    Signals
    -------
    chosen : FileSpec
        A file that is read, to be raced on.
    message_raised : Message
    advanced : (str, float)
        The name of a file that a study waits for, and the share that is read; 1 at the end.
    """

    chosen = Signal(object)
    message_raised = Signal(object)
    advanced = Signal(str, float)

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self.dialog: ImportDialog | None = None
        self._importer: Importer | None = None
        self._name = ""
        self._then: Callable[[], None] | None = None

    def ask(self, theme: Theme, spec: FileSpec | None = None) -> ImportDialog:
        """Open the dialog, with a file to begin with or without."""
        from .import_dialog import ImportDialog

        if self.dialog is None:
            self.dialog = ImportDialog(self._window, self._settings, theme, spec)
            self.dialog.chosen.connect(self.chosen)
            self.dialog.finished.connect(self._on_finished)
            self.dialog.open()
        elif spec is not None:
            self.dialog.show_file(spec.path)
        return self.dialog

    def prepare(self, study: Study, then: Callable[[], None]) -> None:
        """Call a function when the data of a study can be had at once: now, if there is nothing to read."""
        self.cancel()
        if not needs_reading(study.problem):
            then()
            return
        assert isinstance(study.problem, DataSpec)
        assert study.problem.file is not None
        self._then, self._name = then, Path(study.problem.file.path).name
        self.advanced.emit(self._name, 0.0)
        self._reader().start(study.problem.file)

    def cancel(self) -> None:
        """Give up what a study waits for; it is not opened."""
        if self._then is not None:
            self._then = None
            self._reader().cancel()
            self.advanced.emit(self._name, 1.0)

    def stop(self) -> None:
        """End everything at once, as the window is being closed."""
        if self._importer is not None:
            self._importer.stop()
        if self.dialog is not None:
            self.dialog.importer.stop()

    def _reader(self) -> Importer:
        from .importer import Importer

        if self._importer is None:
            self._importer = Importer(self)
            self._importer.advanced.connect(self._on_advanced)
            self._importer.read.connect(self._on_read)
            self._importer.failed.connect(self._on_failed)
        return self._importer

    def _on_advanced(self, share: float) -> None:
        self.advanced.emit(self._name, min(share, 0.999))

    def _on_read(self) -> None:
        then, self._then = self._then, None
        self.advanced.emit(self._name, 1.0)
        if then is not None:
            then()

    def _on_failed(self, text: str, where: str, details: str) -> None:
        # The study is opened all the same, and says by itself what is wrong; nothing of it is lost.
        self._on_read()
        self.message_raised.emit(Message("error", text, details, f"problem.file.{where}" if where else ""))

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
