"""What the steps of a lane take, as they are counted: without what it takes to wake up."""

from __future__ import annotations

from time import get_clock_info, perf_counter, thread_time

__all__ = ["Stopwatch"]

# The thread's processor time, in which nobody else has a part; where it moves in jumps (Windows), the clock.
_clock = thread_time if get_clock_info("thread_time").resolution < 1e-6 else perf_counter
_LONG = 1e-3  # seconds from which on steps in one go tell what a step takes, also after a pause
_STALE = 32  # times that a lane may be first after a pause before its pace is looked at again


class Stopwatch:
    """Measures steps, and knows what a step has taken of late.

    After a pause whoever is first finds empty caches, and a step takes several times as long; the median of
    such steps is no better than any of them. So where they are too few to tell, they count as many steps at
    the pace that was measured last in other company.
    """

    def __init__(self) -> None:
        self._pace = 0.0  # seconds a step; 0: not known
        self._age = 0
        self._began = 0.0

    def start(self) -> None:
        """Begin to measure."""
        self._began = _clock()

    def stop(self) -> float:
        """Return the seconds since `start`."""
        return _clock() - self._began

    def unsure(self, seconds: float) -> bool:
        """Return whether seconds after a pause say little, and nothing else is known, or not of late."""
        return seconds < _LONG and (not self._pace or self._age >= _STALE)

    def note(self, steps: int, seconds: float) -> None:
        """Take note of steps that tell what a step takes."""
        self._pace, self._age = seconds / steps, 0

    def counted(self, steps: int, seconds: float, cold: bool) -> float:
        """Return what some steps count as.

        Parameters
        ----------
        steps : int
        seconds : float
            That they took.
        cold : bool
            Whether the engine may have slept before.
        """
        if not cold or seconds >= _LONG:
            self.note(steps, seconds)
            return seconds
        self._age += 1
        return min(seconds, steps * self._pace) if self._pace else seconds
