"""The results of an experiment as they come: a file that is only appended to, and survives being cut off.

The file is a row of frames: four letters, the length and the CRC-32 of a body, and the body. The first body
says which experiment it is, the second how it is cut, each other one holds what a block gave. A frame is
written in one call. If the process is killed, the system still writes what it was given; at most the last
frame is torn, and is dropped when the file is opened again. If the machine loses its power, what was written
since the last fsync may be gone as well: that is made at most once a second while frames come, and at the
end.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from io import FileIO
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec

from ...engine.error import InputError
from ..disk import make_folder, reason
from .columns import Columns, columns_from_bytes
from .cost import Gauge
from .lock import lock
from .places import Places

__all__ = ["FORMAT", "NAME", "Header", "Store", "Stored", "gauge_in", "stored_in"]

NAME = "blocks.log"
FORMAT = 2  # of what is in the frames: results of another one are not gone on with
_MARK = b"DLB1"
_HEAD = struct.Struct("<4sII")
_BETWEEN = 1.0  # seconds between two calls of fsync
_LONGEST = 2**30


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Which experiment the results are of.

    Parameters
    ----------
    plan : str
        A hash of all that the results depend on but the processor.
    fingerprint : int
        Of the processor's arithmetic.
    versions : dict
        Of the app and of NumPy, for a person.
    """

    plan: str
    fingerprint: int
    versions: dict[str, str] = {}


class Stored(msgspec.Struct, frozen=True, array_like=True):
    """What a frame holds: a block's place and key, who ran it, for how long, and its columns as bytes."""

    index: int
    key: int
    seconds: float
    worker: str
    content: bytes


class _Cut(msgspec.Struct, frozen=True):
    """How an experiment is cut into blocks: task, lane and the factor of the guess."""

    gauge: list[tuple[int, int, float]]


class Store:
    """The results in one folder; one process at a time.

    Parameters
    ----------
    folder : path
        Made if it is not there.
    header : Header

    Attributes
    ----------
    dropped : int
        Bytes at the end that were not a whole frame.
    gauge : mapping or None
        Which was noted.

    Raises
    ------
    InputError
        If the folder holds the results of another experiment, another process works there, or it cannot be
        written to.
    """

    def __init__(self, folder: str | os.PathLike[str], header: Header) -> None:
        self.path = make_folder(folder) / NAME
        self._places = Places()
        self._synced = monotonic()
        self._waiting = False
        self.dropped = 0
        self.gauge: Gauge | None = None
        try:
            self._file = FileIO(self.path, "a+")
        except OSError as error:
            raise InputError(f"{self.path} cannot be written: {reason(error)}.") from None
        try:
            if not lock(self._file.fileno()):
                raise InputError(
                    f"Another process writes to {self.path.parent}. Wait for it, end it, or choose another "
                    f"folder."
                )
            self._open(header)
        except BaseException:
            self._file.close()
            raise

    def _open(self, header: Header) -> None:
        end, found = 0, None
        for offset, body in _frames(self.path):
            if found is None:
                found = _decoded(body, Header)
                if found is None:
                    break
                self._compare(found, header)
            elif (cut := _decoded(body, _Cut)) is not None:
                self.gauge = _gauge(cut)
            else:
                stored = _decoded(body, Stored)
                if stored is None:
                    break
                self._places.put(stored.index, stored.key, offset, len(body))
            end = offset + len(body)
        size = self._file.seek(0, os.SEEK_END)
        if size and found is None and not self._is_begun(size):
            raise InputError(f"{self.path} is not a file of results. Choose another folder.")
        self.dropped = size - end
        if self.dropped:
            self._file.truncate(end)
        if found is None:
            self._append(msgspec.msgpack.encode(header))
            self.sync()

    def _is_begun(self, size: int) -> bool:
        """Return whether a file without a whole frame may be the beginning of one, and not another's file."""
        self._file.seek(0)
        content = self._file.read(4096) or b""
        is_ours = _MARK in content or _MARK.startswith(content) or not any(content)  # zeros: power was lost
        return size <= len(content) and is_ours

    def _compare(self, found: Header, wanted: Header) -> None:
        where = self.path.parent
        if found.versions != wanted.versions:
            was, now = (
                ", ".join(f"{name} {version}" for name, version in each.versions.items())
                for each in (found, wanted)
            )
            raise InputError(
                f"The results in {where} were begun with {was}, but this is {now}, which may round "
                "differently. Choose another folder, or go on with the versions that it was begun with."
            )
        if found.plan != wanted.plan:
            raise InputError(
                f"The folder {where} holds the results of another experiment. Choose another folder, or "
                f"remove it."
            )
        if found.fingerprint != wanted.fingerprint:
            raise InputError(
                f"The results in {where} were begun on a processor that rounds differently. Go on where "
                "they were begun, or choose another folder."
            )

    def __contains__(self, index: object) -> bool:
        return index in self._places

    def __len__(self) -> int:
        return len(self._places)

    def indices(self, first: int, last: int) -> Sequence[int]:
        """Return which blocks are stored of those from one index to before another, in their order."""
        return self._places.indices(first, last)

    def key(self, index: int) -> int:
        """Return the key of the block whose results are stored."""
        return self._places[index][0]

    def note(self, gauge: Gauge) -> None:
        """Append how the experiment is cut; to be called before the first block is added.

        Raises
        ------
        InputError
            As `add`.
        """
        self.gauge = gauge
        self._append(msgspec.msgpack.encode(_Cut([(*key, factor) for key, factor in gauge.items()])))

    def add(self, stored: Stored) -> None:
        """Append what a block gave; a second time is ignored, for its bits are the same.

        Raises
        ------
        InputError
            If the disk is full or the like; what was stored before is untouched.
        """
        if stored.index in self._places:
            return
        body = msgspec.msgpack.encode(stored)
        offset = self._append(body)
        self._places.put(stored.index, stored.key, offset, len(body))
        if monotonic() - self._synced >= _BETWEEN:
            self.sync()

    def _append(self, body: bytes) -> int:
        """Write a frame and return where its body begins."""
        start = self._file.seek(0, os.SEEK_END)
        frame = _HEAD.pack(_MARK, len(body), zlib.crc32(body)) + body
        try:
            written = 0
            while written < len(frame):
                written += self._file.write(frame[written:]) or 0
        except OSError as error:
            self._file.truncate(start)
            raise InputError(f"{self.path} cannot be written: {reason(error)}.") from None
        self._waiting = True
        return start + _HEAD.size

    def stored(self, index: int) -> Stored:
        """Return what a block gave, read from the file."""
        _, offset, length = self._places[index]
        self._file.seek(offset)
        body = b""
        while len(body) < length:
            part = self._file.read(length - len(body))
            if not part:
                raise InputError(f"{self.path} was cut short by another program.")
            body += part
        return msgspec.msgpack.decode(body, type=Stored)

    def columns(self, index: int) -> Columns:
        """Return the columns that a block gave."""
        return columns_from_bytes(self.stored(index).content)

    def sync(self) -> None:
        """Have the disk hold what was written.

        Raises
        ------
        InputError
            If it cannot.
        """
        if self._waiting:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise InputError(f"{self.path} cannot be written: {reason(error)}.") from None
        self._waiting = False
        self._synced = monotonic()

    def close(self) -> None:
        """Write what is left, and let others in."""
        if not self._file.closed:
            try:
                self.sync()
            except InputError:  # what is not on the disk will be missing, and run again
                pass
            finally:
                self._file.close()


def stored_in(folder: str | os.PathLike[str]) -> Iterator[Stored]:
    """Yield what the blocks of an experiment gave, while another process may still add to it.

    Raises
    ------
    InputError
        If there are no results.
    """
    path = Path(folder) / NAME
    try:
        for place, (_, body) in enumerate(_frames(path)):
            stored = _decoded(body, Stored) if place else None
            if stored is not None:
                yield stored
    except OSError as error:
        raise InputError(f"{path} cannot be read: {reason(error)}.") from None


def gauge_in(folder: str | os.PathLike[str]) -> Gauge | None:
    """Return how the experiment in a folder is cut; None if that is not known yet."""
    try:
        for place, (_, body) in enumerate(_frames(Path(folder) / NAME)):
            if place and (cut := _decoded(body, _Cut)) is not None:
                return _gauge(cut)
            if place > 1:
                break
    except OSError:
        pass
    return None


def _gauge(cut: _Cut) -> Gauge:
    return {(task, lane): factor for task, lane, factor in cut.gauge}


def _frames(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield where each body begins, and the body, up to the first that is not whole."""
    with path.open("rb") as file:
        offset = 0
        while True:
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size:
                return
            mark, length, check = _HEAD.unpack(head)
            if mark != _MARK or length > _LONGEST:
                return
            body = file.read(length)
            if len(body) < length or zlib.crc32(body) != check:
                return
            offset += _HEAD.size
            yield offset, body
            offset += length


def _decoded(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except msgspec.MsgspecError:
        return None
