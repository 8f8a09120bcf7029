"""WebP without loss, a frame at a time: of each no more than the rectangle that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from struct import pack

from .change import Pixels, change_of, rgba_of

__all__ = ["webp_pieces"]

_EFFORT = 1  # of 6: more takes several times as long and saves a few per cent
_ANIMATED, _ALPHA = 0x02, 0x10
_WHITE = b"\xff\xff\xff\xff"


def webp_pieces(width: int, height: int, frames: Iterable[tuple[Pixels, int]]) -> Iterator[bytes]:
    """Yield the bytes of a file that is shown again and again; nothing before the last frame is there.

    Parameters
    ----------
    width, height : int
    frames : iterable of (ndarray of uint32 of shape (height, width), int)
        Pixels, and milliseconds.
    """
    canvas = pack("<B3x", _ANIMATED | _ALPHA) + _three(width - 1) + _three(height - 1)
    parts = [_chunk(b"VP8X", canvas), _chunk(b"ANIM", _WHITE + pack("<H", 0))]
    before = None
    for pixels, milliseconds in frames:
        change = change_of(pixels, before, even=True)
        rows, columns = change.pixels.shape
        place = _three(change.left // 2) + _three(change.top // 2) + _three(columns - 1) + _three(rows - 1)
        # The last byte: lay it over what is there, and leave it there.
        head = place + _three(milliseconds) + b"\x00"
        parts.append(_chunk(b"ANMF", head + _compressed(rgba_of(change), columns, rows)))
        before = pixels
    yield b"RIFF" + pack("<I", 4 + sum(map(len, parts))) + b"WEBP"
    yield from parts


def _compressed(rgba: bytes, width: int, height: int) -> bytes:
    """Return the chunk that holds the pixels in a WebP of one picture."""
    from PIL import Image

    alone = BytesIO()
    image = Image.frombuffer("RGBA", (width, height), rgba, "raw", "RGBA", 0, 1)
    image.save(alone, "WEBP", lossless=True, quality=50, method=_EFFORT)
    file, at = alone.getvalue(), 12
    while file[at : at + 4] != b"VP8L":
        size = int.from_bytes(file[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    size = int.from_bytes(file[at + 4 : at + 8], "little")
    return file[at : at + 8 + size + size % 2]


def _three(value: int) -> bytes:
    return value.to_bytes(3, "little")


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + pack("<I", len(data)) + data + bytes(len(data) % 2)
