"""GIF, a frame at a time: memory and waiting do not grow with its length.

A frame has up to 256 colours of its own. From the second on only the pixels that have changed are in it, the
rest is transparent: a thin line keeps its colour, since it shares the palette with nothing but itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from struct import pack

import numpy as np
import numpy.typing as npt

from .change import Change, Pixels, change_of, rgb_of

__all__ = ["gif_pieces"]

_COLOURS = 255
_CLEAR = 255
_HEAD, _SEPARATOR, _DESCRIPTOR = 13, 0x2C, 10
Indices = npt.NDArray[np.uint8]


def gif_pieces(width: int, height: int, frames: Iterable[tuple[Pixels, int]]) -> Iterator[bytes]:
    """Yield the bytes of a file that is shown again and again.

    Parameters
    ----------
    width, height : int
    frames : iterable of (ndarray of uint32 of shape (height, width), int)
        Pixels, and milliseconds.
    """
    yield b"GIF89a" + pack("<HHBBB", width, height, 0x70, 0, 0)
    yield b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    before = None
    for pixels, milliseconds in frames:
        change = change_of(pixels, before)
        yield _frame(change, milliseconds)
        before = pixels
    yield b"\x3b"


def _frame(change: Change, milliseconds: int) -> bytes:
    from PIL import Image

    table, indices = _reduced(change)
    height, width = indices.shape
    alone = BytesIO()
    image = Image.frombuffer("P", (width, height), indices.tobytes(), "raw", "P", 0, 1)
    image.putpalette(bytes(768))
    image.save(alone, "GIF", optimize=False, interlace=0)
    control = b"\x21\xf9\x04" + pack("<BHBB", 0x05, milliseconds // 10, _CLEAR, 0)
    place = pack("<BHHHHB", _SEPARATOR, change.left, change.top, width, height, 0x87)
    return control + place + table + _compressed(alone.getvalue())


def _compressed(file: bytes) -> bytes:
    """Return the compressed pixels of a GIF of one frame."""
    at = _HEAD + 3 * (2 << (file[10] & 7))
    while file[at] != _SEPARATOR:  # extensions: two bytes, then blocks until an empty one
        at += 2
        while file[at]:
            at += 1 + file[at]
        at += 1
    at += _DESCRIPTOR + (3 * (2 << (file[at + 9] & 7)) if file[at + 9] & 0x80 else 0)
    return file[at:-1]


def _reduced(change: Change) -> tuple[bytes, Indices]:
    """Return a table of 256 colours, and the index of each pixel; `_CLEAR` where nothing has changed."""
    from PIL import Image

    moved = change.pixels[change.moved]
    if not len(moved):
        moved = change.pixels[:1, 0]
    colours, which = np.unique(moved, return_inverse=True)
    if len(colours) <= _COLOURS:
        chosen = rgb_of(colours[None])
        index = which.astype(np.uint8)
    else:
        line = Image.frombuffer("RGB", (len(moved), 1), rgb_of(moved[None]), "raw", "RGB", 0, 1)
        # By coverage, not by how often a colour is there: a legend's few pixels are what is looked at.
        # To better them takes long, and the first frame is the one that stays below all others.
        rounds = 2 if change.moved.all() else 0
        few = line.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=rounds, dither=Image.Dither.NONE)
        chosen = bytes(few.getpalette() or ())
        index = np.frombuffer(few.tobytes(), dtype=np.uint8)
    indices = np.full(change.pixels.shape, _CLEAR, dtype=np.uint8)
    indices[change.moved] = index[: int(change.moved.sum())]
    return chosen[: 3 * _COLOURS].ljust(3 * 256, b"\x00"), indices
