"""What is different in a frame from the one before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Change", "Pixels", "change_of", "rgb_of", "rgba_of"]

# A frame, shape (height, width): 0x00RRGGBB in each pixel.
Pixels = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """The smallest rectangle that holds all that is different.

    Parameters
    ----------
    left, top : int
    pixels : ndarray of uint32, shape (height, width)
    moved : ndarray of bool, shape (height, width)
        Which of them are different.
    """

    left: int
    top: int
    pixels: Pixels
    moved: npt.NDArray[np.bool_]


def change_of(frame: Pixels, before: Pixels | None, even: bool = False) -> Change:
    """Return what is different; one pixel if nothing is, as every frame of a file must hold something.

    Parameters
    ----------
    frame, before : ndarray of uint32, shape (height, width)
        Everything is different from nothing.
    even : bool
        The rectangle begins in an even column and an even row.
    """
    if before is None:
        return Change(0, 0, frame, np.ones(frame.shape, dtype=bool))
    moved = frame != before
    rows, columns = np.flatnonzero(moved.any(axis=1)), np.flatnonzero(moved.any(axis=0))
    if not len(rows):
        return Change(0, 0, frame[:1, :1], moved[:1, :1])
    left, top = int(columns[0]), int(rows[0])
    if even:
        left, top = left - left % 2, top - top % 2
    box = slice(top, rows[-1] + 1), slice(left, columns[-1] + 1)
    return Change(left, top, frame[box], moved[box])


def rgb_of(pixels: Pixels) -> bytes:
    """Return three bytes for each pixel, row by row: red, green, blue."""
    spread = pixels.astype(">u4").view(np.uint8).reshape(*pixels.shape, 4)
    return spread[..., 1:].tobytes()


def rgba_of(change: Change) -> bytes:
    """Return four bytes for each pixel of a rectangle: transparent where nothing has changed."""
    solid = np.where(change.moved, change.pixels << np.uint32(8) | np.uint32(255), np.uint32(0))
    return solid.astype(">u4").tobytes()
