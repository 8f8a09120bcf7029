"""WebP without loss, a frame at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from .change import Pixels, rgb_of

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["webp_pieces"]

_EFFORT = 2  # of 6: half as long as the default, and a few per cent larger


def webp_pieces(width: int, height: int, count: int, frames: Iterable[tuple[Pixels, int]]) -> Iterator[bytes]:
    """Yield the bytes of a file that is shown again and again.

    Parameters
    ----------
    width, height, count : int
    frames : iterable of (ndarray of uint32 of shape (height, width), int)
        Pixels, and milliseconds.
    """
    durations: list[int] = []
    reel = _reel(width, height, count, frames, durations)
    file = BytesIO()
    # The encoder looks up how long a frame stays when it has the frame.
    reel.save(
        file, "WEBP", save_all=True, lossless=True, quality=50, method=_EFFORT, duration=durations, loop=0
    )
    yield file.getvalue()


def _reel(
    width: int, height: int, count: int, frames: Iterable[tuple[Pixels, int]], durations: list[int]
) -> Image.Image:
    """Return an image of many frames, of which there is one at a time: Pillow asks for each in its turn."""
    from PIL import Image

    class Reel(Image.Image):
        n_frames = count

        def __init__(self) -> None:
            super().__init__()
            self._frames = iter(frames)
            self._at = -1
            self._mode, self._size = "RGB", (width, height)
            self.im = Image.new("RGB", (width, height)).im

        def tell(self) -> int:
            return max(self._at, 0)

        def seek(self, frame: int) -> None:
            if frame == self._at + 1 < count:
                pixels, milliseconds = next(self._frames)
                durations.append(milliseconds)
                self.im = Image.frombytes("RGB", (width, height), rgb_of(pixels)).im
                self._at = frame

    return Reel()
