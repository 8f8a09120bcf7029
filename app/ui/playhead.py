"""Where the viewer stands on the recording, and how far the engine may run ahead of that."""

from __future__ import annotations

import math

__all__ = ["LOOK_AHEAD", "MOST_AHEAD", "Playhead"]

# Seconds that the engine may be ahead of what is shown, so that the next frame finds its rows: two frames, at
# 60 a second or at the rate that the window really has.
LOOK_AHEAD = 2 / 60
MOST_AHEAD = 0.25

# A place this near to the next tick, but not there.
_SHORT = 1e-6


class Playhead:
    """A place between ticks that moves with time.

    Attributes
    ----------
    speed : float
        Ticks a second; infinite means as fast as the engine computes.
    """

    def __init__(self) -> None:
        self.speed = math.inf
        self._place = 0.0
        self._ahead = LOOK_AHEAD

    @property
    def tick(self) -> int:
        """Return the tick shown."""
        return int(self._place)

    def seek(self, tick: int) -> None:
        """Go to a tick."""
        self._place = float(max(tick, 0))

    def start(self) -> None:
        """Get ready to move: the next tick comes after the look-ahead, not after 1 / speed."""
        self._ahead = LOOK_AHEAD
        if math.isfinite(self.speed):
            self._place = self.tick + max(0.0, 1.0 - self.speed * LOOK_AHEAD)

    def move(self, seconds: float, recorded: int) -> None:
        """Move by the time since the last frame, never beyond what is recorded.

        Where the engine cannot keep up the playhead waits for it, and does not rush afterwards.
        """
        if math.isinf(self.speed):
            self._place = float(recorded)
        else:
            self._place = min(self._place + seconds * self.speed, recorded + 1.0 - _SHORT)
            self._ahead = min(max(LOOK_AHEAD, 2.0 * seconds), MOST_AHEAD)

    def allowed(self, ticks: int) -> int:
        """Return the tick up to which the engine may compute, of a race of some ticks."""
        return ticks if math.isinf(self.speed) else min(int(self._place + self.speed * self._ahead), ticks)
