"""Files are read and written whole: under a name stands the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..engine.error import InputError

__all__ = ["make_folder", "read_whole", "remove_parts", "write_together", "write_whole"]

Place = str | os.PathLike[str]
_SYNCED = 64 * 2**20

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


def read_whole(path: Place) -> bytes:
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


def write_whole(path: Place, content: bytes | Iterable[bytes]) -> None:
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
    write_together([(path, content)])


def write_together(files: Sequence[tuple[Place, bytes | Iterable[bytes]]], mark: str = "") -> None:
    """Write several files beside their places, and only then put all of them there.

    Parameters
    ----------
    files : sequence of (path, bytes or iterable of bytes)
        The contents are asked for in this order: a later one may depend on an earlier one.
    mark : str
        Stands in the names of what is not in its place yet, so that `remove_parts` finds what a process
        that was killed has left; one of its own by default.

    Raises
    ------
    InputError
        That names the path and the reason. What stood there is untouched, and nothing else is left behind.
    KeyboardInterrupt
        The same, if it has no argument; with one, all files are in their places.
    """
    mark = mark or os.urandom(4).hex()
    moves: list[tuple[Place, Path, Path]] = []
    try:
        for path, _ in files:
            # RuntimeError: links that go round in a circle.
            with _in_words(path, RuntimeError, ValueError):
                moves.append((path, _beside(path, mark), _place(path)))
        for (path, beside, _), (_, content) in zip(moves, files, strict=True):
            with _in_words(path):
                _write(beside, [content] if isinstance(content, bytes) else content)
        _move_all(moves)
    except BaseException:
        for _, beside, _ in moves:
            with contextlib.suppress(OSError):
                beside.unlink()
        raise


def _move_all(moves: list[tuple[Place, Path, Path]]) -> None:
    """Put files in their places; Ctrl+C waits until all are there, and then says that they are."""
    stopped = False
    left = list(moves)
    while left:
        path, beside, place = left[0]
        try:
            with _in_words(path):
                if beside.exists():  # it may have come just when this one was moved
                    beside.replace(place)
            left.pop(0)
        except KeyboardInterrupt:
            stopped = True
    if stopped:
        raise KeyboardInterrupt("all files are in their places")


def remove_parts(paths: Iterable[Place], mark: str) -> None:
    """Remove what a process has left that was killed in `write_together`."""
    for path in paths:
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            _beside(path, mark).unlink()


def _place(path: Place) -> Path:
    """Return the file that a path stands for, if it is one or can be."""
    place = Path(path).resolve()
    if place.is_dir():
        raise InputError(f"{os.fspath(path)} cannot be written: {_REASONS[errno.EISDIR]}.")
    if place.exists() and not place.is_file():
        raise InputError(f"{os.fspath(path)} cannot be written: it is a device or a pipe, not a file.")
    return place


def _beside(path: Place, mark: str) -> Path:
    place = Path(path).resolve()
    return place.with_name(f".{place.name[:100]}.{mark}.tmp")


@contextlib.contextmanager
def _in_words(path: Place, *kinds: type[Exception]) -> Iterator[None]:
    """Turn what the system says into what a person can use."""
    told: tuple[type[Exception], ...] = (OSError, *kinds)
    try:
        yield
    except InputError:
        raise
    except told as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise InputError(f"{os.fspath(path)} cannot be written: {why}.") from None


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    waiting = 0
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
            waiting += len(piece)
            # What is left for the end is short, also where the disk is slow: no one can end a process there.
            # And a long file does not fill the memory, from which it would have to go if it is given up.
            if waiting >= _SYNCED:
                file.flush()
                os.fsync(file.fileno())
                if hasattr(os, "posix_fadvise"):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                waiting = 0
        file.flush()
        os.fsync(file.fileno())


def make_folder(path: Place) -> Path:
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
