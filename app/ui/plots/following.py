"""What a curve plot shows while nobody has moved it: all that matters, held still while it may be."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as replaced

import numpy as np

from ..frame import Frame
from ..theme import Theme
from .axis import end_of
from .companion import Companion
from .curves import Curves
from .limits import Extent, hold, round_end, sane_limits
from .portrait import Portrait
from .scale import Scale

__all__ = ["Following", "Ranges"]

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Ranges:
    """The part of each axis that is shown, in view coordinates; None where that is still open."""

    across: Range | None = None
    up: Range | None = None


class Following:
    """Moves the view along with a race.

    Parameters
    ----------
    x : str
        As of the plot.
    log_x, log_y : bool

    Attributes
    ----------
    ranges : Ranges
        What is held; x only where it is no clock.
    """

    def __init__(self, x: str, log_x: bool, log_y: bool) -> None:
        self._x = x
        self._scale_x, self._scale_y = Scale(log_x), Scale(log_y)
        self.ranges = Ranges()
        self._counted: tuple[tuple[object, ...], int] = ((), 0)

    def view(
        self, curves: Curves | Portrait, companion: Companion | None, frame: Frame, theme: Theme, usual: bool
    ) -> tuple[Range, Range, str]:
        """Return what to show of x and y, and what that leaves out in words.

        Parameters
        ----------
        curves : Curves or Portrait
        companion : Companion or None
        frame : Frame
        theme : Theme
        usual : bool
            Whether spikes are not followed.
        """
        extents = curves.extents(frame, usual)
        if companion is not None:
            extents = extents + companion.extents(frame, theme, usual)
        up, leaving = self._held(extents, self._scale_y, self.ranges.up, frame)
        self.ranges = replaced(self.ranges, up=up)
        shown = up or ((-3.0, 0.0) if self._scale_y.log else (0.0, 1.0))
        if isinstance(curves, Portrait):
            across, more = self._plane(curves, companion, frame, theme, usual)
            leaving = max(leaving, more)
        else:
            across = self._clock(curves, companion, frame, theme)
        if usual:
            return across, shown, self._beyond(curves, frame, across, shown)
        if not leaving:
            return across, shown, ""
        return across, shown, f"{leaving} {'lane leaves' if leaving == 1 else 'lanes leave'} the picture"

    def _plane(
        self, curves: Portrait, companion: Companion | None, frame: Frame, theme: Theme, usual: bool
    ) -> tuple[Range, int]:
        extents = curves.across(frame, usual)
        if companion is not None:
            extents = extents + companion.across(frame, theme, usual)
        across, leaving = self._held(extents, self._scale_x, self.ranges.across, frame)
        self.ranges = replaced(self.ranges, across=across)
        return across or ((-3.0, 0.0) if self._scale_x.log else (0.0, 1.0)), leaving

    def _clock(self, curves: Curves, companion: Companion | None, frame: Frame, theme: Theme) -> Range:
        reach = curves.reach(frame)
        end = end_of(frame.race.history.plan, self._x)
        if companion is not None:
            far = companion.reach(frame, theme)
            reach = min(reach[0], far[0]), max(reach[1], far[1])
            end = None if end is None else max(end, far[1])
        first, reached = reach
        end = reached if _over(frame) else round_end(reached, end)
        if self._scale_x.log:
            low, high = float(np.log10(first)), float(np.log10(max(end, first * 1.5)))
        else:
            low, high = 0.0, max(end, 1e-12)
        pad = 0.015 * (high - low)
        return low - pad, high + pad

    def _held(
        self, extents: list[Extent], scale: Scale, now: Range | None, frame: Frame
    ) -> tuple[Range | None, int]:
        limits, leaving = sane_limits(extents, scale.log)
        if limits is None:
            return now, leaving
        return hold(now, scale.at(limits[0]), scale.at(limits[1]), _over(frame)), leaving

    def _beyond(self, curves: Curves | Portrait, frame: Frame, across: Range, up: Range) -> str:
        """Say how many points the picture leaves out; counted where the race rests, as that takes time."""
        if frame.running and not _over(frame):
            return "Outliers are not followed"
        key = (curves, frame.recorded, frame.looks, across, up)
        if self._counted[:1] != (key,):
            high = self._scale_y.value(up[0]), self._scale_y.value(up[1])
            if isinstance(curves, Portrait):
                wide = self._scale_x.value(across[0]), self._scale_x.value(across[1])
                count = curves.beyond(frame, wide, high)
            else:
                count = curves.beyond(frame, *high)
            self._counted = key, count
        count = self._counted[1]
        return f"{count:,} {'outlier' if count == 1 else 'outliers'} beyond the picture" if count else ""


def _over(frame: Frame) -> bool:
    return frame.recorded >= frame.race.ticks
