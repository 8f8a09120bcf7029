"""A file that is only appended to, and survives being cut off.

It is a row of frames: four letters, the length and the CRC-32 of a body, and the body. A frame is written in
one call. If the process is killed, the system still writes what it was given; at most the last frame is torn,
and is dropped when the file is opened again. If the machine loses its power, what was written since the last
fsync may be gone as well: that is made at most once a second while frames come, and at the end.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from time import monotonic

from ...engine.error import InputError
from ..disk import reason
from .lock import lock

__all__ = ["Log", "bodies_in"]

_MARK = b"DLB1"
_HEAD = struct.Struct("<4sII")
_BETWEEN = 1.0  # seconds between two calls of fsync
_LONGEST = 2**30


class Log:
    """The file as its only writer has it.

    Parameters
    ----------
    path : path
        Of a file that need not be there, in a folder that is.

    Raises
    ------
    InputError
        If it cannot be written to, or another process does.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._synced = monotonic()
        self._waiting = False
        try:
            self._file = FileIO(path, "a+")
        except OSError as error:
            raise InputError(f"{path} cannot be written: {reason(error)}.") from None
        if not lock(self._file.fileno()):
            self._file.close()
            raise InputError(
                f"Another process writes to {path.parent}. Wait for it, end it, or choose another folder."
            )

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return self._file.seek(0, os.SEEK_END)

    @property
    def is_begun(self) -> bool:
        """Return whether a file without a whole frame may be the beginning of one, and not another's file."""
        self._file.seek(0)
        content = self._file.read(4096) or b""
        is_ours = _MARK in content or _MARK.startswith(content) or not any(content)  # zeros: power was lost
        return self.size <= len(content) and is_ours

    def cut(self, end: int) -> None:
        """Drop what comes after so many bytes."""
        self._file.truncate(end)

    def append(self, body: bytes) -> int:
        """Write a frame and return where its body begins.

        Raises
        ------
        InputError
            If the disk is full or the like; what was written before is untouched.
        """
        start = self.size
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

    def body(self, offset: int, length: int) -> bytes:
        """Return a body, read from the file."""
        self._file.seek(offset)
        found = b""
        while len(found) < length:
            part = self._file.read(length - len(found))
            if not part:
                raise InputError(f"{self.path} was cut short by another program.")
            found += part
        return found

    def sync_now_and_then(self) -> None:
        """Have the disk hold what was written, if that was not made in the last second; raises as `sync`."""
        if monotonic() - self._synced >= _BETWEEN:
            self.sync()

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


def bodies_in(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield where each body begins, and the body, up to the first that is not whole.

    Another process may still add to the file.

    Raises
    ------
    OSError
        If it cannot be read.
    """
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
