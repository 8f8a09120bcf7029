"""Where lanes on a surface stood: enough to go on from there, later and elsewhere, with the same bits."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from .lane import Lane
from .problem import SurfaceProblem
from .race import Race
from .twin import shared

__all__ = ["Keyframe", "Keyframes"]

_EVERY = 8192  # steps between two, at first
_MOST = 256  # of a lane; then every other one goes, and the next ones are twice as far apart
_BYTES = 16 * 2**20  # of all lanes
_OBJECT = 150  # bytes of an array besides its numbers


class Keyframe:
    """The state of a lane between two steps.

    Parameters
    ----------
    lane : Lane
        On a surface, that has stepped here itself.

    Attributes
    ----------
    step : int

    Raises
    ------
    Exception
        Whatever an optimizer raises that does not let itself be copied.
    """

    def __init__(self, lane: Lane) -> None:
        self.step = lane.step
        # Without the history, which may be let go before this is.
        self._state = copy.deepcopy(lane.state(), shared(lane) | {id(lane.history): None})
        history = lane.history
        self._rows = history.theta[self.step].copy(), history.gradient[self.step].copy()
        self._loss = history.batch_loss[self.step].copy()

    def resume(self, lane: Lane) -> None:
        """Put a lane of the same study where this one was; rows before that are not written.

        Parameters
        ----------
        lane : Lane
            That has begun.
        """
        lane.restore(copy.deepcopy(self._state, shared(lane)), self.step)
        history, row = lane.history, self.step
        history.theta[row], history.gradient[row] = self._rows
        history.batch_loss[row] = self._loss  # a schedule may watch it

    @property
    def nbytes(self) -> int:
        """Return about how much memory it takes."""
        return _nbytes(self._state, set())


class Keyframes:
    """What is kept of a race on a surface while it goes on; nothing of other races.

    Parameters
    ----------
    race : Race
    """

    def __init__(self, race: Race) -> None:
        self._race = race
        self._every = [_EVERY] * len(race.lanes)
        self._kept: list[list[Keyframe]] = [[] for _ in race.lanes]
        self._most = _MOST
        self._refused: set[int] = set()

    def keep(self) -> None:
        """Keep the lanes that have come far enough since the last time; call it between two advances."""
        for index, lane in enumerate(self._race.lanes):
            kept = self._kept[index]
            # A lane at its end may have been carried there, and nobody looks inside what comes after it.
            if (
                lane.step >= (kept[-1].step if kept else 0) + self._every[index]
                and lane.step < lane.plan.steps
            ):
                self._add(index, lane)

    def before(self, index: int, step: int) -> Keyframe | None:
        """Return the last keyframe of a lane that is not behind a step, or None."""
        return next((each for each in reversed(self._kept[index]) if each.step <= step), None)

    def why_not(self, index: int) -> str:
        """Return why nothing is kept of a lane, so that its far steps take long; empty if it is."""
        lane = self._race.lanes[index]
        if index in self._refused:
            return "this optimizer does not let itself be copied"
        if not isinstance(lane.problem, SurfaceProblem):
            return "no states of it are kept on data"
        return "" if lane.plan.path else "no states of it are kept in so many dimensions"

    def _add(self, index: int, lane: Lane) -> None:
        kept = self._kept[index]
        if not isinstance(lane.problem, SurfaceProblem) or not lane.plan.path:
            self._every[index] = lane.plan.steps
            return
        try:
            kept.append(Keyframe(lane))
        except Exception:  # an optimizer of one's own may hold anything; it is raced again from the start
            self._every[index] = lane.plan.steps
            self._refused.add(index)
            return
        if len(kept) == 1:
            fits = _BYTES // (len(self._race.lanes) * max(kept[0].nbytes, 1))
            self._most = min(self._most, max(fits, 2))
        if len(kept) > self._most:
            del kept[::2]
            self._every[index] *= 2


def _nbytes(value: Any, seen: set[int]) -> int:
    if id(value) in seen or isinstance(value, (type(None), bool, int, float, str, type)):
        return 0
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        return value.nbytes + _OBJECT
    if isinstance(value, (list, tuple, set)):
        return _OBJECT + sum(_nbytes(each, seen) for each in value)
    if isinstance(value, dict):
        return _OBJECT + sum(_nbytes(each, seen) for each in value.values())
    if isinstance(value, SurfaceProblem) or not hasattr(value, "__dict__"):
        return _OBJECT
    return _OBJECT + sum(_nbytes(each, seen) for each in vars(value).values())
