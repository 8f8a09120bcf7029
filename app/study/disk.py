"""Files are read and written whole: under a name stands the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable
from pathlib import Path

from ..engine.error import InputError

__all__ = ["make_folder", "read_whole", "write_whole"]

_REASONS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "there is no permission",
    errno.EPERM: "there is no permission",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of disk space is used up",
    errno.EFBIG: "files may not become that large here",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "this is a folder, not a file",
    errno.EEXIST: "a file of that name is in the way",
    errno.ENAMETOOLONG: "the name is too long",
}


def reason(error: OSError) -> str:
    """Return in words why the system refused."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def read_whole(path: str | os.PathLike[str]) -> bytes:
    """Return the content of a file.

    Raises
    ------
    InputError
        That names the path and the reason.
    """
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise InputError(f"{os.fspath(path)} cannot be read: {why}.") from None


def write_whole(path: str | os.PathLike[str], content: bytes | Iterable[bytes]) -> None:
    """Write a file beside its place, then put it there in one move.

    Parameters
    ----------
    path : path
        Of the file, which may exist; through a symbolic link the file it points to is replaced.
    content : bytes or iterable of bytes

    Raises
    ------
    InputError
        That names the path and the reason. What stood there is untouched, and nothing else is left behind.
    """
    named = os.fspath(path)
    try:
        place = Path(path).resolve()
        if place.is_dir():
            raise InputError(f"{named} cannot be written: {_REASONS[errno.EISDIR]}.")
        if place.exists() and not place.is_file():
            raise InputError(f"{named} cannot be written: it is a device or a pipe, not a file.")
        beside = place.with_name(f".{place.name[:100]}.{os.urandom(4).hex()}.tmp")
        try:
            _write(beside, [content] if isinstance(content, bytes) else content)
            beside.replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except InputError:
        raise
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise InputError(f"{named} cannot be written: {why}.") from None


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Return a folder, made if it is not there.

    Raises
    ------
    InputError
        That names the path and the reason.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise InputError(f"The folder {folder} cannot be made: {why}.") from None
    return folder
