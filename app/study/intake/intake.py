"""The way in: a file is read once into a folder of mapped arrays, and found there the next time."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from ...engine.dataset import Table
from ...engine.error import InputError
from . import arrays, delimited, parquet
from .compose import compose
from .options import FileSpec
from .pages import clear_unused
from .progress import Progress, silent
from .store import Meta, Raw, is_table, meta_of, open_table
from .unfinished import PREFIX, clear_abandoned, unfinished

__all__ = ["cache_folder", "clear_cache", "fingerprint", "format_of", "is_read", "load", "read_file"]

_KEPT = 8  # tables; the ones used longest ago go
_BLOCK = 2**22
_SUFFIXES = {
    ".npz": "npz", ".parquet": "parquet", ".csv": "delimited", ".tsv": "delimited", ".txt": "delimited",
    ".tab": "delimited", ".data": "delimited", ".dat": "delimited",
}  # fmt: skip


def cache_folder() -> Path:
    """Return where tables are kept between starts."""
    home = os.environ.get("DESCENT_LAB_HOME")
    if home:
        return Path(home) / "tables"
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(base) / "descent-lab" / "tables"


def clear_cache() -> None:
    """Remove what processes that were killed have left in the cache."""
    folder = cache_folder()
    with contextlib.suppress(OSError):
        clear_abandoned(folder)
        clear_unused(folder)


def format_of(path: Path) -> str:
    """Return the format of a file by its name and first bytes."""
    name = path.name.lower()
    if "-ubyte" in name or name.removesuffix(".gz").endswith((".idx", ".idx1", ".idx3")):
        return "idx"
    known = _SUFFIXES.get(path.suffix.lower())
    if known is not None:
        return known
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04":
        return "npz"
    if start == b"PAR1":
        return "parquet"
    if start[:2] == b"\0\0" and len(start) == 4 and start[2] in (8, 9, 11, 12, 13, 14):
        return "idx"
    return "delimited"


def fingerprint(path: Path, progress: Progress = silent) -> str:
    """Return the SHA-256 of a file."""
    size, done, digest = max(path.stat().st_size, 1), 0, hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            progress(done / size)
    return digest.hexdigest()


def is_read(spec: FileSpec) -> bool:
    """Return whether a file is in the cache as it is now, so that `load` takes no time."""
    path = Path(spec.path)
    return path.is_file() and is_table(_folder(path, spec))


def load(spec: FileSpec) -> tuple[Meta, Table]:
    """Return a file's table, read now if it is not in the cache.

    Raises
    ------
    InputError
    """
    return open_table(read_file(spec))


def read_file(spec: FileSpec, progress: Progress = silent) -> Path:
    """Read a file into the cache if it is not there, and return the folder of its table.

    Parameters
    ----------
    spec : FileSpec
    progress : Progress
        Told the share done; may raise `CancelledError`, after which nothing of it is left.

    Raises
    ------
    InputError
        If the file is not there, cannot be read, or has changed since the study was made.
    """
    path = Path(spec.path)
    if not path.is_file():
        why = "is a folder" if path.is_dir() else "is not there"
        raise InputError(f"The data file {path} {why}. Choose it again.", "path")
    folder = _folder(path, spec)
    if is_table(folder):
        _check_same(path, spec, meta_of(folder).sha256)
        os.utime(folder)
        return folder
    try:
        with unfinished(folder.parent) as place:
            beside = place / "table"
            beside.mkdir()
            sha256 = fingerprint(path, lambda share: progress(0.1 * share))
            _check_same(path, spec, sha256)
            _read_into(path, spec, beside, lambda share: progress(0.1 + 0.9 * share), sha256)
            shutil.rmtree(folder, ignore_errors=True)
            beside.rename(folder)
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror or error}.", "path") from None
    _forget_old(folder.parent)
    return folder


def _check_same(path: Path, spec: FileSpec, sha256: str) -> None:
    if spec.sha256 not in ("", sha256):
        raise InputError(
            f"{path.name} has changed since the study was made. Choose it again to race on what it has now.",
            "sha256",
        )


def _read_into(path: Path, spec: FileSpec, folder: Path, progress: Progress, sha256: str) -> None:
    kind = spec.format or format_of(path)
    if kind in ("npz", "idx"):
        features, targets = arrays.npz(path, spec) if kind == "npz" else arrays.idx(path)
        raw = _raw_of(features, targets, folder, lambda share: progress(0.7 * share))
        spec = msgspec.structs.replace(spec, target="")
    elif kind == "parquet":
        raw = parquet.read(path, spec, folder, lambda share: progress(0.7 * share))
    else:
        raw = delimited.read(path, spec, folder, lambda share: progress(0.7 * share))
    compose(raw, spec, path.stem, folder, lambda share: progress(0.7 + 0.3 * share), sha256)
    raw.path.unlink(missing_ok=True)


def _raw_of(features: arrays.Array, targets: arrays.Array, folder: Path, progress: Progress) -> Raw:
    """Write arrays as raw rows, each example flattened, the target last."""
    flat = features.reshape(len(features), -1)
    # Pixels of eight bits are shares of full white, as every tutorial has them.
    scale = 255.0 if features.dtype == np.uint8 and features.ndim > 2 else 1.0
    raw = Raw(folder / "raw.bin", (*_names(features.shape[1:]), "target"))
    numbers = targets
    if targets.dtype.kind == "U":
        words, numbers = np.unique(targets, return_inverse=True)
        raw.categories[flat.shape[1]] = tuple(str(word) for word in words)
    at_once = max(1, 2**22 // (8 * flat.shape[1]))
    with raw.writing() as out:
        for first in range(0, len(flat), at_once):
            part = slice(first, first + at_once)
            out(np.column_stack([flat[part] / scale, numbers[part]]))
            progress(min((first + at_once) / len(flat), 1.0))
    return raw


def _names(shape: Sequence[int]) -> list[str]:
    if len(shape) == 2:
        return [f"pixel {row},{column}" for row in range(shape[0]) for column in range(shape[1])]
    return [f"column {at}" for at in range(1, int(np.prod(shape)) + 1)]


def _folder(path: Path, spec: FileSpec) -> Path:
    """Return where the table of a file is kept: another file, or other options, have another folder."""
    state = path.stat()
    now = f"{path.resolve()}{state.st_size}{state.st_mtime_ns}"
    key = msgspec.json.encode(msgspec.structs.replace(spec, sha256=""), order="sorted") + now.encode()
    return cache_folder() / hashlib.sha256(key).hexdigest()[:32]


def _forget_old(folder: Path) -> None:
    kept = sorted(
        (path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(PREFIX)),
        key=lambda path: path.stat().st_mtime,
    )
    for path in kept[:-_KEPT]:
        shutil.rmtree(path, ignore_errors=True)
