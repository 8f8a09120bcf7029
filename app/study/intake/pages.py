"""Arrays in one file that several processes map: all see the same pages; it goes with its last user."""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import weakref
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from ..memory import reserve
from .unfinished import holds_alone, unfinished

if sys.platform != "win32":
    import fcntl

__all__ = ["SUFFIX", "Pages", "PagesWriter", "clear_unused", "open_pages"]

Array = npt.NDArray[Any]

SUFFIX = ".pages"

_END = 8  # bytes at the end of the file: the length of the index before them


class _Place(msgspec.Struct, frozen=True):
    """Where an array is in the file."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int


class Pages(mmap.mmap):
    """A read-only map of a file of arrays.

    While it lives the file is locked, shared with other processes. Whoever is the last to let go removes the
    file; of processes that were killed `clear_unused` removes it.
    """

    _index: list[_Place]

    @classmethod
    def of(cls, descriptor: int, path: Path) -> Pages:
        """Map an open file, whose descriptor is then the map's.

        Raises
        ------
        OSError, ValueError
            If it is not such a file.
        """
        try:
            pages = cls(descriptor, 0, access=mmap.ACCESS_READ)
        except BaseException:
            os.close(descriptor)
            raise
        weakref.finalize(pages, _let_go, descriptor, path)
        length = int.from_bytes(pages[-_END:], "little")
        try:
            pages._index = msgspec.json.decode(pages[-_END - length : -_END], type=list[_Place])
        except msgspec.DecodeError as error:
            raise ValueError(f"{path} has no index: {error}") from None
        _open[path] = pages
        return pages

    def arrays(self) -> dict[str, Array]:
        """Return the arrays by name, read-only, without copying."""
        found = {}
        for place in self._index:
            count = int(np.prod(place.shape))
            flat = (
                np.frombuffer(self, place.dtype, count, place.offset) if count else np.empty(0, place.dtype)
            )
            found[place.name] = flat.reshape(place.shape)
        return found


# One map of a file in each process: a second lock of its own would stand in its way when it lets go.
_open: weakref.WeakValueDictionary[Path, Pages] = weakref.WeakValueDictionary()


def open_pages(path: Path) -> Pages | None:
    """Return a map of a file; None if it is not there, or damaged."""
    known = _open.get(path)
    if known is not None:
        return known
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    _hold(descriptor)
    if sys.platform != "win32" and not os.fstat(descriptor).st_nlink:
        os.close(descriptor)  # its last user let go just now
        return None
    try:
        return Pages.of(descriptor, path)
    except (OSError, ValueError):
        return None


class PagesWriter:
    """Makes such a file, array by array, each mapped for writing.

    Parameters
    ----------
    path : Path
        Where it will be. It appears there when it is whole.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = contextlib.ExitStack()
        self._places: list[_Place] = []
        self._end = 0

    def __enter__(self) -> PagesWriter:
        self._beside = self._stack.enter_context(unfinished(self._path.parent)) / self._path.name
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(self._beside, flags, 0o600)
        return self

    def __exit__(self, *error: object) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._stack.close()

    def make(self, name: str, shape: tuple[int, ...], dtype: Any) -> Array:
        """Return a zeroed array to write into; its place on the disk is reserved.

        Raises
        ------
        OSError
            If there is no room.
        """
        kind = np.dtype(dtype)
        nbytes = int(np.prod(shape)) * kind.itemsize
        start = -(-self._end // mmap.ALLOCATIONGRANULARITY) * mmap.ALLOCATIONGRANULARITY
        self._places.append(_Place(name, kind.str, shape, start))
        if not nbytes:
            return np.empty(shape, kind)
        reserve(self._descriptor, nbytes, start)
        self._end = start + nbytes
        return np.frombuffer(mmap.mmap(self._descriptor, nbytes, offset=start), kind).reshape(shape)

    def finish(self) -> Pages:
        """Put the file in its place and return it mapped; the arrays given before are of no more use."""
        index = msgspec.json.encode(self._places)
        os.lseek(self._descriptor, self._end, os.SEEK_SET)
        os.write(self._descriptor, index + len(index).to_bytes(_END, "little"))
        _hold(self._descriptor)  # before others can see it, so that none takes it for left behind
        if sys.platform == "win32":  # what is open there cannot be moved
            os.close(self._descriptor)
            self._descriptor = -1
            self._beside.replace(self._path)
            descriptor = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        else:
            self._beside.replace(self._path)
            descriptor = self._descriptor
        self._descriptor = -1
        return Pages.of(descriptor, self._path)


def clear_unused(folder: Path) -> None:
    """Remove the files in a folder that no process maps: their users were killed."""
    for path in folder.glob(f"*{SUFFIX}"):
        if path in _open:
            continue
        with contextlib.suppress(OSError):
            _let_go(os.open(path, os.O_RDONLY), path)


def _hold(descriptor: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(OSError):  # a file system without locks; then nobody removes it either
            fcntl.flock(descriptor, fcntl.LOCK_SH)


def _let_go(descriptor: int, path: Path) -> None:
    """Close a file, and remove it if nobody else has it; on Windows the removal fails if somebody has."""
    try:
        if sys.platform != "win32" and holds_alone(descriptor) and os.fstat(descriptor).st_nlink:
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
