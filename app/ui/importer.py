"""One file being read, as the window sees it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from ..study.intake.options import FileSpec
from ..study.intake.process import Failed, IntakeProcess, Read, Share

__all__ = ["Importer"]

_LOOK_MS = 20
_PATIENCE = 50  # looks, after which a process that was told to stop is ended


class Importer(QObject):
    """Reads one file at a time, in a process.

    Signals
    -------
    advanced : float
        The share that is read.
    read : FileSpec
        Its table is in the cache; with the file's fingerprint.
    failed : (str, str, str)
        What went wrong, the option to blame, and details. Not sent when it was cancelled.
    """

    advanced = Signal(float)
    read = Signal(object)
    failed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: IntakeProcess | None = None
        self._spec: FileSpec | None = None
        self._stopping = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)

    @property
    def busy(self) -> bool:
        """Return whether a file is being read for somebody."""
        return self._process is not None and not self._stopping

    def start(self, spec: FileSpec) -> None:
        """Read a file; one that is being read is given up."""
        self.stop()
        self._spec = spec
        try:
            self._process = IntakeProcess(spec)
        except OSError as error:
            self.failed.emit(f"The reading could not be started: {error}.", "", "")
            return
        self._timer.start()

    def cancel(self) -> None:
        """Have it ended soon, with nothing left of it."""
        if self._process is not None and not self._stopping:
            self._stopping = _PATIENCE
            self._process.send("stop")

    def stop(self) -> None:
        """End it at once and tell nobody."""
        self._timer.stop()
        self._stopping = 0
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _on_due(self) -> None:
        process = self._process
        assert process is not None
        while process.connection.poll():
            told = process.receive()
            if self._stopping:
                if told is None:
                    self.stop()
                    return
            elif isinstance(told, Share):
                self.advanced.emit(told.done)
            elif isinstance(told, Read):
                self.stop()
                assert self._spec is not None
                self.read.emit(msgspec.structs.replace(self._spec, sha256=told.sha256))
                return
            else:
                text = told if isinstance(told, Failed) else Failed(process.ending())
                self.stop()
                self.failed.emit(text.text, text.where, text.details)
                return
        if self._stopping:
            self._stopping -= 1
            if not self._stopping:
                self.stop()
