"""The results of an experiment as they come: a `Log` of frames that is only appended to.

The first body says which experiment it is, the second how it is cut, each other one holds what a block gave.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ...engine.error import InputError
from ..disk import make_folder, reason
from .columns import Columns, columns_from_bytes
from .cost import Gauge
from .log import Log, bodies_in
from .places import Places

__all__ = ["FORMAT", "NAME", "Header", "Store", "Stored", "gauge_in", "stored_in"]

NAME = "blocks.log"
FORMAT = 2  # of what is in the frames: results of another one are not gone on with


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
        self.dropped = 0
        self.gauge: Gauge | None = None
        self._log = Log(self.path)
        try:
            self._open(header)
        except BaseException:
            self._log.close()
            raise

    def _open(self, header: Header) -> None:
        end, found = 0, None
        for offset, body in bodies_in(self.path):
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
        size = self._log.size
        if size and found is None and not self._log.is_begun:
            raise InputError(f"{self.path} is not a file of results. Choose another folder.")
        self.dropped = size - end
        if self.dropped:
            self._log.cut(end)
        if found is None:
            self._log.append(msgspec.msgpack.encode(header))
            self.sync()

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
        self._log.append(msgspec.msgpack.encode(_Cut([(*key, factor) for key, factor in gauge.items()])))

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
        offset = self._log.append(body)
        self._places.put(stored.index, stored.key, offset, len(body))
        self._log.sync_now_and_then()

    def stored(self, index: int) -> Stored:
        """Return what a block gave, read from the file."""
        _, offset, length = self._places[index]
        return msgspec.msgpack.decode(self._log.body(offset, length), type=Stored)

    def columns(self, index: int) -> Columns:
        """Return the columns that a block gave."""
        return columns_from_bytes(self.stored(index).content)

    def sync(self) -> None:
        """Have the disk hold what was written, or raise an `InputError`."""
        self._log.sync()

    def close(self) -> None:
        """Write what is left, and let others in."""
        self._log.close()


def stored_in(folder: str | os.PathLike[str]) -> Iterator[Stored]:
    """Yield what the blocks of an experiment gave, while another process may still add to it.

    Raises
    ------
    InputError
        If there are no results.
    """
    path = Path(folder) / NAME
    try:
        for place, (_, body) in enumerate(bodies_in(path)):
            stored = _decoded(body, Stored) if place else None
            if stored is not None:
                yield stored
    except OSError as error:
        raise InputError(f"{path} cannot be read: {reason(error)}.") from None


def gauge_in(folder: str | os.PathLike[str]) -> Gauge | None:
    """Return how the experiment in a folder is cut; None if that is not known yet."""
    try:
        for place, (_, body) in enumerate(bodies_in(Path(folder) / NAME)):
            if place and (cut := _decoded(body, _Cut)) is not None:
                return _gauge(cut)
            if place > 1:
                break
    except OSError:
        pass
    return None


def _gauge(cut: _Cut) -> Gauge:
    return {(task, lane): factor for task, lane, factor in cut.gauge}


def _decoded(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.msgpack.decode(body, type=kind)
    except msgspec.MsgspecError:
        return None
