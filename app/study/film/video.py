"""MP4 and WebM, for those who have installed the extra ``video`` (PyAV)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from io import BytesIO
from typing import Any

import numpy as np

from ...engine.error import InputError
from .animation import FORMATS
from .change import Pixels, rgb_of

__all__ = ["require_video", "video_pieces"]

_CODECS = {"mp4": "libx264", "webm": "libvpx-vp9"}
# Constant quality: lines stay sharp, and a plot that stands still costs next to nothing.
_OPTIONS = {
    "mp4": {"crf": "18", "preset": "medium", "movflags": "+faststart"},
    "webm": {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "4", "row-mt": "1"},
}


def require_video(form: str) -> Any:
    """Return the module ``av``.

    Raises
    ------
    InputError
        That says how to get it.
    """
    try:
        # An extra: neither mypy nor a plain installation has it.
        import av  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise InputError(
            f"{FORMATS[form]} needs the extra 'video'. Install av into the app's environment "
            "(python -m pip install 'av>=18'), or take GIF, APNG or WebP."
        ) from None
    return av


def video_pieces(
    form: str, width: int, height: int, rate: int, frames: Iterable[tuple[Pixels, int]]
) -> Iterator[bytes]:
    """Yield the bytes of a video.

    Parameters
    ----------
    form : {'mp4', 'webm'}
    width, height : int
        Even.
    rate : int
        Frames a second; a picture that stays longer is there as often as it takes.
    frames : iterable of (ndarray of uint32 of shape (height, width), int)
        Pixels, and milliseconds.

    Raises
    ------
    InputError
        If PyAV is not there, or cannot do it.
    """
    av = require_video(form)
    file = BytesIO()
    try:
        with av.open(file, "w", format=form) as container:
            stream = container.add_stream(_CODECS[form], rate=Fraction(rate), options=_OPTIONS[form])
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            for pixels in _repeated(rate, frames):
                rgb = np.frombuffer(rgb_of(pixels), dtype=np.uint8).reshape(height, width, 3)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
            container.mux(stream.encode())
    except av.error.FFmpegError as error:
        raise InputError(f"This installation of av cannot write {FORMATS[form]}: {error}.") from None
    yield file.getvalue()


def _repeated(rate: int, frames: Iterable[tuple[Pixels, int]]) -> Iterator[Pixels]:
    """Yield each picture as often as its time takes, and at least once."""
    shown, due = 0, 0
    for pixels, milliseconds in frames:
        due += milliseconds
        until = max(round(due * rate / 1000), shown + 1)
        for _ in range(until - shown):
            yield pixels
        shown = until
