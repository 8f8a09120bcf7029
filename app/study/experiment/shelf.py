"""Where the window keeps what experiments gave: a folder for each, and a note of which was shown last."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from ... import __version__
from ...engine.error import InputError
from ..disk import make_folder, write_whole
from ..file import study_from_json, study_to_json
from ..pairing import settled
from ..spec import Study
from .fingerprint import fingerprint
from .past import NAME as PACE
from .past import Past
from .results import Results, load_results
from .store import FORMAT

__all__ = ["Shelf"]

_KEPT = 24


class _Note(msgspec.Struct, frozen=True, kw_only=True):
    """What was shown: a study with its experiment, and the folders of its parts."""

    study: str
    folders: list[str]


class Shelf:
    """The folder of the experiments.

    Parameters
    ----------
    root : path
        Made when something is put there.

    Attributes
    ----------
    past : Past
        How long blocks took that were run for it.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)
        self.past = Past(self.root / PACE)

    def place(self, study: Study, own: Sequence[bytes] = ()) -> Path:
        """Return the folder of an experiment: the same one for whoever asks for the same numbers."""
        study = settled(study)
        lanes = tuple(
            msgspec.structs.replace(lane, name="", colour="", muted=False, changes=()) for lane in study.lanes
        )
        plain = msgspec.structs.replace(
            study, lanes=lanes, curves=(), title="", description="", prediction=""
        )
        digest = hashlib.sha256(study_to_json(plain))
        digest.update(f"{__version__} {np.__version__} {fingerprint()} {FORMAT}".encode())
        for content in own:
            digest.update(hashlib.sha256(content).digest())
        return self.root / digest.hexdigest()[:20]

    def remember(self, kind: str, study: Study, folders: Sequence[Path]) -> None:
        """Note what is shown, and drop the oldest folders that nobody has looked at for long.

        Raises
        ------
        InputError
            If the note cannot be written.
        """
        note = _Note(study=study_to_json(study).decode(), folders=[folder.name for folder in folders])
        make_folder(self.root)
        write_whole(self._note(kind), msgspec.json.encode(note))
        self._prune()

    def recall(self, kind: str) -> tuple[Study, list[Results]] | None:
        """Return what was shown last, with all results that can be read; None if there is nothing."""
        note = self._read(kind)
        if note is None:
            return None
        try:
            study = study_from_json(note.study.encode())
        except InputError:
            return None
        found = []
        for name in note.folders:
            try:
                found.append(load_results(self.root / name))
            except InputError:
                continue
        return study, found

    def _note(self, kind: str) -> Path:
        return self.root / f"last-{kind}.json"

    def _read(self, kind: str) -> _Note | None:
        try:
            return msgspec.json.decode(self._note(kind).read_bytes(), type=_Note)
        except (OSError, msgspec.MsgspecError):
            return None

    def _prune(self) -> None:
        """Keep the newest folders, and those that a note names."""
        named = {
            name
            for path in self.root.glob("last-*.json")
            for note in [self._read(path.stem.removeprefix("last-"))]
            if note is not None
            for name in note.folders
        }
        folders = [path for path in self.root.iterdir() if path.is_dir() and path.name not in named]
        for path in sorted(folders, key=lambda each: each.stat().st_mtime, reverse=True)[_KEPT:]:
            shutil.rmtree(path, ignore_errors=True)
