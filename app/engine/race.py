"""Lanes on one problem, stepped in lock-step."""

from __future__ import annotations

from typing import Any

import numpy as np

from .history import History
from .lane import Change, Lane

__all__ = ["Race"]


class Race:
    """All lanes and the clock they share.

    Parameters
    ----------
    lanes : list of Lane
    history : History
        The one whose lane histories the lanes write to.
    """

    def __init__(self, lanes: list[Lane], history: History) -> None:
        self.lanes = lanes
        self.history = history
        self.ticks = history.plan.ticks
        self.tick = -1
        self._turn = 0

    @property
    def finished(self) -> bool:
        """Return whether the budget is used up."""
        return self.tick >= self.ticks

    def begin(self) -> None:
        """Record the starting row of every lane."""
        with np.errstate(all="ignore"):
            for lane in self.lanes:
                lane.begin()
        self.tick = 0
        self.history.tick = 0

    def advance(self, ticks: int) -> int:
        """Move every lane on by some ticks of the clock, at most to the end.

        The lane that goes first has the processor to itself after a pause, but finds its caches empty: see
        `LaneHistory.seconds`. So each goes first in turn.

        Returns
        -------
        int
            The tick reached.
        """
        if self.tick < 0:
            self.begin()
        to = min(self.tick + ticks, self.ticks)
        count, cold = len(self.lanes), True
        with np.errstate(all="ignore"):
            for place in range(count):
                index = (self._turn + place) % count
                lane, step = self.lanes[index], self.history.plan.step_at(index, to)
                if step > lane.step:
                    lane.advance(step, cold)
                    cold = False
        self._turn = (self._turn + 1) % count
        self.tick = to
        self.history.tick = to
        return to

    def run(self) -> None:
        """Advance to the end."""
        while not self.finished:
            self.advance(1024)

    def change(self, lane: int, name: str, value: Any) -> Change:
        """Set one hyperparameter of a lane from its next step on.

        Returns
        -------
        Change
            With the lane's step at which it took effect, to be kept in the study.

        Raises
        ------
        InputError
            If the name or value is not valid.
        """
        change = Change(max(self.lanes[lane].step, 0), name, value)
        self.lanes[lane].change(change)
        return change
