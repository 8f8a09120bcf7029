"""A block of memory that the engine writes and the window reads.

On POSIX it is a file without a name: one process makes it, the other opens it, and the name is removed at
once, so that nothing is left behind however the two end. On Windows it is a named section, which ends with
its last user.
"""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import shutil
import sys
import tempfile
import weakref
from pathlib import Path
from typing import Any

from ..engine.error import InputError

if sys.platform != "win32":
    from multiprocessing.reduction import DupFd

__all__ = ["Block", "attach", "create", "folders", "forget", "reserve"]

_IN_MEMORY = Path("/dev/shm")
_SPARE = 64 * 2**20
_UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)


def create(name: str, nbytes: int) -> tuple[mmap.mmap, str]:
    """Make a zeroed block, with all of its memory reserved.

    Parameters
    ----------
    name : str
        Used by nobody else.
    nbytes : int

    Returns
    -------
    mmap
        Writable; it goes when nothing refers to it.
    str
        The address, for `attach`.

    Raises
    ------
    InputError
        If there is no room for it. Better now than in the middle of a race.
    FileExistsError
        If somebody uses the name.
    """
    if sys.platform == "win32":
        try:
            return mmap.mmap(-1, nbytes, tagname=name), name
        except OSError as error:
            raise _no_room(nbytes, "memory") from error
    for folder in folders():
        path = folder / name
        try:
            # What is in memory leaves as much again to others.
            spare = nbytes if folder == _IN_MEMORY else _SPARE
            if shutil.disk_usage(folder).free >= nbytes + spare:
                return _map_new(path, nbytes), str(path)
        except FileExistsError:
            raise
        except OSError:
            path.unlink(missing_ok=True)
    raise _no_room(nbytes, str(folder))


class Block(mmap.mmap):
    """A read-only map of a block that another process made.

    It may be given to a third process while that is started, as an argument: the name of the block is gone by
    then on POSIX, so its descriptor is kept for that.
    """

    _source: str | int

    @classmethod
    def of(cls, source: str | int, nbytes: int) -> Block:
        """Map a block by its address or, where files have them, its descriptor, which is then the block's."""
        if isinstance(source, str):
            block = cls(-1, nbytes, tagname=source, access=mmap.ACCESS_READ)  # type: ignore[call-arg, unused-ignore]
        else:
            try:
                block = cls(source, nbytes, access=mmap.ACCESS_READ)
            except BaseException:
                os.close(source)
                raise
            weakref.finalize(block, os.close, source)
        block._source = source
        return block

    def __reduce__(self) -> tuple[Any, ...]:
        if isinstance(self._source, str):
            return Block.of, (self._source, len(self))
        return _received, (DupFd(self._source), len(self))  # type: ignore[attr-defined, unused-ignore]


def attach(address: str, nbytes: int) -> Block:
    """Return a read-only map of a block made by another process.

    Raises
    ------
    OSError
        If it is gone.
    """
    if sys.platform == "win32":
        return Block.of(address, nbytes)
    return Block.of(os.open(address, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), nbytes)


def _received(descriptor: Any, nbytes: int) -> Block:
    return Block.of(descriptor.detach(), nbytes)


def forget(name: str) -> None:
    """Remove the name of a block wherever it may be; those who have mapped it keep it."""
    if sys.platform != "win32":
        for folder in folders():
            with contextlib.suppress(OSError):
                (folder / name).unlink(missing_ok=True)


def folders() -> list[Path]:
    """Return where blocks may be made on POSIX: in memory, if the system has a place for it, then on disk."""
    disk = Path(tempfile.gettempdir())
    return [_IN_MEMORY, disk] if os.access(_IN_MEMORY, os.W_OK | os.X_OK) else [disk]


def _map_new(path: Path, nbytes: int) -> mmap.mmap:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        reserve(descriptor, nbytes)
        return mmap.mmap(descriptor, nbytes)
    finally:
        os.close(descriptor)


def reserve(descriptor: int, nbytes: int, start: int = 0) -> None:
    """Give an open file room for so many bytes, on the disk where the system can.

    Writing to a map on a full disk kills.

    Raises
    ------
    OSError
        If there is no room.
    """
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(descriptor, start, nbytes)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        else:
            return
    os.ftruncate(descriptor, start + nbytes)


def _no_room(nbytes: int, place: str) -> InputError:
    return InputError(
        f"The history of this race needs {nbytes / 2**20:,.0f} MiB, but there is not enough room in {place}. "
        "Free some, or take fewer steps or seeds."
    )
