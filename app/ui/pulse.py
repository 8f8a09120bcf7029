"""Whether the engine still moves, where it may: a step that never ends looks like one that takes long."""

from __future__ import annotations

import math

__all__ = ["STALL_SECONDS", "Pulse"]

STALL_SECONDS = 5.0


class Pulse:
    """Watches a recording grow."""

    def __init__(self) -> None:
        self._recorded = 0
        self._grown = 0.0  # when it was last seen to grow

    def start(self, recorded: int, now: float) -> None:
        """Begin to watch at an instant, in seconds."""
        self._recorded, self._grown = recorded, now

    def stalled(self, recorded: int, granted: int, now: float) -> bool:
        """Return, once for each standstill, that nothing has moved for a while though it was granted."""
        if recorded != self._recorded or recorded >= granted:
            self._recorded, self._grown = recorded, now
        elif now - self._grown > STALL_SECONDS:
            self._grown = math.inf
            return True
        return False
