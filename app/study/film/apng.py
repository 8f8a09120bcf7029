"""APNG, a frame at a time: every pixel as it was drawn, and transparent where nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from struct import pack
from zlib import crc32

from .change import Change, Pixels, change_of, rgba_of

__all__ = ["apng_pieces"]

_OVER = 1
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def apng_pieces(width: int, height: int, count: int, frames: Iterable[tuple[Pixels, int]]) -> Iterator[bytes]:
    """Yield the bytes of a file that is shown again and again.

    Parameters
    ----------
    width, height, count : int
        How many frames there will be is the first thing that such a file says.
    frames : iterable of (ndarray of uint32 of shape (height, width), int)
        Pixels, and milliseconds.
    """
    yield _SIGNATURE
    yield _chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    yield _chunk(b"acTL", pack(">II", count, 0))
    before, number = None, 0
    for pixels, milliseconds in frames:
        change = change_of(pixels, before)
        rows, columns = change.pixels.shape
        place = pack(">IIIII", number, columns, rows, change.left, change.top)
        yield _chunk(b"fcTL", place + pack(">HHBB", milliseconds, 1000, 0, _OVER))
        number += 1
        for data in _compressed(change):
            if before is None:  # what a program shows that knows PNG only
                yield _chunk(b"IDAT", data)
            else:
                yield _chunk(b"fdAT", pack(">I", number) + data)
                number += 1
        before = pixels
    yield _chunk(b"IEND", b"")


def _compressed(change: Change) -> Iterator[bytes]:
    """Yield the data chunks of a PNG of a rectangle."""
    from PIL import Image

    height, width = change.pixels.shape
    alone = BytesIO()
    image = Image.frombuffer("RGBA", (width, height), rgba_of(change), "raw", "RGBA", 0, 1)
    image.save(alone, "PNG")
    file, at = alone.getvalue(), len(_SIGNATURE)
    while at < len(file):
        size = int.from_bytes(file[at : at + 4], "big")
        if file[at + 4 : at + 8] == b"IDAT":
            yield file[at + 8 : at + 8 + size]
        at += 12 + size


def _chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))
