"""Optimizers of one's own in the window: their folder is watched, trust is asked for once a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from ..engine.optimizer import optimizers
from ..study.message import Learned
from ..study.own.fault import Fault
from ..study.own.folder import files_in, own_folder, write_template
from ..study.own.load import forget
from ..study.own.stand_in import Described, stand_in
from .message import Message
from .session import Session
from .setting import Settings

__all__ = ["OwnOptimizers"]

_KEY = "own/trusted"
_SETTLE_MS = 300  # an editor may write a file in several goes


class OwnOptimizers(QObject):
    """Keeps the list of optimizers in step with the files of a folder.

    The files run in the engine's process only; this one knows their declarations.

    Parameters
    ----------
    session : Session
    settings : Settings
    parent : QObject

    Signals
    -------
    changed : frozenset of str
        The names of optimizers that are new, another, or without a file.
    message_raised : Message
    trust_wanted : str
        A file that is there for the first time: `trust` or `refuse` it.
    """

    changed = Signal(object)
    message_raised = Signal(object)
    trust_wanted = Signal(str)

    def __init__(self, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._asked: set[str] = set()
        self._known: dict[str, str] = {}  # name of the optimizer, by path
        self._told: tuple[str, ...] = ()
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        # Not straight to the timer's start: it has several forms, and the path is not one's interval.
        self._watcher.directoryChanged.connect(self._on_touched)
        self._watcher.fileChanged.connect(self._on_touched)
        session.player.learned.connect(self._on_learned)

    @property
    def trusted(self) -> list[Path]:
        """Return the files that are there and that the person trusts."""
        wanted = set(self._settings.text(_KEY).split("\n"))
        return [path for path in files_in(own_folder()) if str(path) in wanted]

    def look(self) -> bool:
        """Load what is trusted, ask about what is new; return whether anything is being loaded."""
        folder = own_folder()
        files = files_in(folder)
        new = {str(path) for path in (folder, *files) if path.exists()} - self._watched()
        if new:
            self._watcher.addPaths(sorted(new))
        trusted = tuple(str(path) for path in self.trusted)
        for path in map(str, files):
            if path not in trusted and path not in self._asked:
                self._asked.add(path)
                self.trust_wanted.emit(path)
        if not trusted and not self._told:
            return False
        self._told = trusted
        self._session.player.worker.learn(trusted)
        return bool(trusted)

    def trust(self, path: str) -> None:
        """Load a file from now on, at every start and whenever it is saved."""
        known = [line for line in self._settings.text(_KEY).split("\n") if line]
        self._settings.set(_KEY, "\n".join([*known, path]))
        self.look()

    def create(self) -> Path | None:
        """Write a file to start from, trust it, as it is known, and show it in the person's editor."""
        try:
            path = write_template(own_folder())
        except OSError as error:
            why = error.strerror or str(error)
            self.message_raised.emit(Message("error", f"No file can be written into {own_folder()}: {why}."))
            return None
        self._asked.add(str(path))
        self.trust(str(path))
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        self.message_raised.emit(
            Message("info", f"{path} was written. Change step() and save: it is loaded again by itself.")
        )
        return path

    def open_folder(self) -> None:
        """Show the folder in the person's file manager."""
        folder = own_folder()
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_touched(self, path: str) -> None:
        self._settle.start()

    def _watched(self) -> set[str]:
        return {*self._watcher.files(), *self._watcher.directories()}

    def _on_learned(self, learned: Learned) -> None:
        touched: set[str] = set()
        kept: dict[str, str] = {}
        faults: list[Fault] = []
        for found in learned.found:
            if isinstance(found, Described):
                forget(Path(found.path))
                kind = stand_in(found, Path(found.path).stem)
                kept[found.path] = kind.name
                touched.add(kind.name)
            else:
                faults.append(found)
        for path, name in self._known.items():
            if path not in kept:
                # It stays on the list, as a lane, or one that undo brings back, may still name it; the engine
                # refuses to race it.
                optimizers[name].warning = f"Its file, {path}, is gone or has a mistake."
                touched.add(name)
        self._known |= kept
        if faults:
            self.message_raised.emit(
                Message("error", faults[0].message, "\n\n".join(fault.details for fault in faults).strip())
            )
        self.changed.emit(frozenset(touched))
