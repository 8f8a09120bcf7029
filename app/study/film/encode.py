"""From the frames of an animation to its file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ..disk import write_together
from .animation import VIDEO, Animation
from .change import Pixels

__all__ = ["require", "write_animation"]


def require(animation: Animation) -> None:
    """Refuse what this installation cannot encode, before anything is drawn.

    Raises
    ------
    InputError
    """
    if animation.format in VIDEO:
        from .video import require_video

        require_video(animation.format)


def write_animation(
    path: str | os.PathLike[str], animation: Animation, frames: Iterable[Pixels], mark: str = ""
) -> None:
    """Write an animation, all of it or nothing.

    Parameters
    ----------
    path : path
    animation : Animation
    frames : iterable of ndarray of uint32, shape (height, width)
        As `Animation.shots` orders them, 0x00RRGGBB in each pixel; asked for one by one.
    mark : str
        As in `write_together`.

    Raises
    ------
    InputError
        That names the path and the reason, or the package that is missing.
    """
    write_together([(path, _pieces(animation, frames))], mark)


def _pieces(animation: Animation, frames: Iterable[Pixels]) -> Iterator[bytes]:
    # Encoders are imported when one is needed: a start of the app loads none.
    size, form = (animation.width, animation.height), animation.format
    timed = zip(frames, (shot.milliseconds for shot in animation.shots()), strict=True)
    if form == "gif":
        from .gif import gif_pieces

        return gif_pieces(*size, timed)
    if form == "apng":
        from .apng import apng_pieces

        return apng_pieces(*size, animation.count, timed)
    if form == "webp":
        from .webp import webp_pieces

        return webp_pieces(*size, timed)
    from .video import video_pieces

    return video_pieces(form, *size, animation.rate, timed)
