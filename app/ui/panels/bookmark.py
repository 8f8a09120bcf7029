"""What happened in a race, as places on the time line: derived from the history, each row once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...engine.optimizer import optimizers
from ...study.tally import Tally
from ...study.target import target_loss
from ..frame import Frame, RaceView
from .leaders import Leaders

__all__ = ["Bookmark", "Bookmarks"]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Something that happened to a lane.

    Parameters
    ----------
    tick : int
    kind : {'diverged', 'target', 'changed', 'leader'}
    text : str
    colour : str
        Of the lane.
    """

    tick: int
    kind: str
    text: str
    colour: str


class Bookmarks:
    """The bookmarks of one race, kept up as it is recorded.

    Parameters
    ----------
    race : RaceView
    """

    def __init__(self, race: RaceView) -> None:
        self._history = race.history
        self._tallies = [Tally(lane, race.problem) for lane in race.history.lanes]
        self._leaders = Leaders(race.history, race.problem)
        self._asked: tuple[float | None] | None = None
        self._target = float("nan")
        self._seen: tuple[object, ...] = ()
        self._found: tuple[Bookmark, ...] = ()

    def of(self, frame: Frame) -> tuple[Bookmark, ...]:
        """Return what is known by now, in the order of time.

        Parameters
        ----------
        frame : Frame
            Of the same history; its study may have got further changes.
        """
        assert frame.race.history is self._history
        seen = (frame.recorded, frame.race.study, frame.looks)
        if seen != self._seen:
            self._seen = seen
            found = [*self._diverged(frame), *self._reached(frame), *_changed(frame), *self._led(frame)]
            self._found = tuple(sorted(found, key=lambda mark: mark.tick))
        return self._found

    def _diverged(self, frame: Frame) -> list[Bookmark]:
        found = []
        for index, (lane, look) in enumerate(zip(self._history.lanes, frame.looks, strict=True)):
            gone = [int(step) for step in lane.diverged_at if step >= 0]
            if gone:
                many = f" ({len(gone)} of {len(lane.diverged_at)} runs)" if len(lane.diverged_at) > 1 else ""
                text = f"{look.name} diverged at step {min(gone):,}{many}"
                found.append(Bookmark(_tick(frame, index, min(gone)), "diverged", text, look.colour))
        return found

    def _reached(self, frame: Frame) -> list[Bookmark]:
        """Return where lanes have reached the target: of many runs, where half of them have."""
        wanted = (frame.race.study.target,)
        if wanted != self._asked:
            self._asked, self._target = wanted, target_loss(frame.race.study, frame.race.problem)
        found = []
        for index, (tally, look) in enumerate(zip(self._tallies, frame.looks, strict=True)):
            lane = tally.history
            rows = tally.reached(self._target, tally.loss.rows_until(lane, _step(frame, index)))
            steps = np.where((rows < 0) | (lane.diverged_at >= 0), -1, tally.steps_of(rows))
            hits = np.sort(steps[steps >= 0])
            half = (len(steps) - 1) // 2
            if half < len(hits):
                step = int(hits[half])
                many = f" ({len(hits)} of {len(steps)} runs)" if len(steps) > 1 else ""
                text = f"{look.name} reached the target {self._target:.3g} at step {step:,}{many}"
                found.append(Bookmark(_tick(frame, index, step), "target", text, look.colour))
        return found

    def _led(self, frame: Frame) -> list[Bookmark]:
        looks = frame.looks
        return [
            Bookmark(
                tick,
                "leader",
                f"{looks[lane].name} has the lowest loss so far, before {looks[before].name}, from step "
                f"{frame.race.history.plan.step_at(lane, tick):,} on",
                looks[lane].colour,
            )
            for tick, lane, before in self._leaders.until(frame.recorded)
        ]


def _changed(frame: Frame) -> list[Bookmark]:
    found = []
    for index, (spec, look) in enumerate(zip(frame.race.study.lanes, frame.looks, strict=True)):
        symbols = {
            parameter.name: parameter.symbol or parameter.name
            for parameter in (optimizers[spec.optimizer].parameters if spec.changes else ())
        }
        for change in spec.changes:
            value = f"{change.value:g}" if isinstance(change.value, float) else str(change.value)
            symbol = symbols.get(change.name, change.name)
            text = f"{look.name}: {symbol} ({change.name}) set to {value} after step {change.step:,}"
            found.append(Bookmark(_tick(frame, index, change.step), "changed", text, look.colour))
    return found


def _step(frame: Frame, lane: int) -> int:
    """Return the last recorded step of a lane."""
    return frame.race.history.plan.step_at(lane, frame.recorded)


def _tick(frame: Frame, lane: int, step: int) -> int:
    """Return the first tick at which a lane has done a step."""
    return -(-step * frame.race.ticks // frame.race.history.plan.lanes[lane].steps)
