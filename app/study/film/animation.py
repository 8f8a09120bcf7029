"""What an animation is: its format, its size, and which tick is shown for how long."""

from __future__ import annotations

from dataclasses import dataclass

from ...engine.error import InputError, unknown_name

__all__ = ["FORMATS", "Animation", "Shot"]

FORMATS = {"gif": "GIF", "apng": "APNG", "webp": "WebP", "mp4": "MP4", "webm": "WebM"}
VIDEO = ("mp4", "webm")

_SIDES = (64, 4096)
_RATES = (1, 60)
_SECONDS = (0.1, 600.0)
_PAUSE = (0.0, 60.0)
_FRAMES = 6000
_GIF_RATE = 50


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of an animation, and for how many milliseconds it stays."""

    tick: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Animation:
    """What was asked for, checked.

    Parameters
    ----------
    format : str
        Of `FORMATS`.
    width, height : int
        Pixels.
    rate : int
        Frames a second.
    seconds : float
        From the first tick to the last.
    first, last : int
        Ticks.
    pause : float
        Seconds that the last picture stays on; an animation in a page begins again after it.

    Raises
    ------
    InputError
        With the rule and the nearest valid choice.
    """

    format: str
    width: int
    height: int
    rate: int
    seconds: float
    first: int
    last: int
    pause: float = 1.0

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise unknown_name("animation format", self.format, FORMATS)
        _within("width of an animation", self.width, _SIDES, "pixels")
        _within("height of an animation", self.height, _SIDES, "pixels")
        _within("rate of an animation", self.rate, _RATES, "frames a second")
        _within("length of an animation", self.seconds, _SECONDS, "seconds")
        _within("pause at the end of an animation", self.pause, _PAUSE, "seconds")
        if self.format == "gif" and self.rate > _GIF_RATE:
            raise InputError(
                f"A GIF shows at most {_GIF_RATE} frames a second, but {self.rate} were asked for. "
                f"Take {_GIF_RATE}, or APNG, WebP or a video."
            )
        if self.format in VIDEO and (self.width % 2 or self.height % 2):
            even = f"{self.width + self.width % 2} × {self.height + self.height % 2}"
            raise InputError(
                f"{FORMATS[self.format]} needs a width and a height that are even, but {self.width} × "
                f"{self.height} was given. The nearest is {even}."
            )
        if not 0 <= self.first <= self.last:
            raise InputError(
                "An animation goes from a tick, 0 or later, to the same or a later one, but "
                f"{self.first} to {self.last} was given."
            )
        if self.count > _FRAMES:
            raise InputError(
                f"An animation has at most {_FRAMES:,} frames, but {self.seconds:g} s at {self.rate} frames "
                f"a second are {self.count:,}. Take {_FRAMES / self.rate:g} s or fewer frames a second."
            )

    @property
    def count(self) -> int:
        """Return the number of frames; both the first tick and the last have one."""
        return max(round(self.rate * self.seconds), 2)

    def shots(self) -> list[Shot]:
        """Return the frames.

        A frame's time is rounded so that no error adds up: to hundredths of a second in a GIF.
        """
        count, unit = self.count, 10 if self.format == "gif" else 1
        ends = [round(1000 * self.seconds * k / count / unit) * unit for k in range(count + 1)]
        ends[-1] += round(1000 * self.pause / unit) * unit
        gaps, span = count - 1, self.last - self.first
        # Whole numbers: ticks may be larger than what a float tells apart, and halves go up everywhere.
        ticks = [self.first + (2 * span * k + gaps) // (2 * gaps) for k in range(count)]
        return [Shot(tick, ends[k + 1] - ends[k]) for k, tick in enumerate(ticks)]


def _within(what: str, value: float, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if not low <= value <= high:
        raise InputError(f"The {what} is from {low:g} to {high:g} {unit}, but {value:g} was given.")
