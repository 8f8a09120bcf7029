"""The transport: has races built, runs and pauses them, and moves the playhead over what is recorded."""

from __future__ import annotations

import math
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal

from ..engine.history import History
from ..study.message import Altered, Reached, Refused
from ..study.spec import Study
from .engine_link import EngineLink
from .frame_clock import FrameClock
from .playhead import Playhead
from .pulse import Pulse
from .worker import BUILD_SECONDS, EngineWorker, Opened

__all__ = ["Player"]

_REST_SECONDS = 0.8  # at the end of a loop, to see how it came out


class Player(QObject):
    """One race at a time: the newest study that was asked for.

    Attributes
    ----------
    opened : Signal(Study, Problem, History)
        A race is built, its start recorded.
    refused : Signal(Refused)
        A study cannot be built, or a hyperparameter not be set.
    broke : Signal(str, str)
        The engine failed: what happened, and details. What it recorded stays.
    altered : Signal(int, Change)
        A hyperparameter of a lane was set.
    inspected, recalled : Signal(Inside)
        What `inspect` asked for, for the inspector or aside.
    learned : Signal(Learned)
        Optimizers of one's own were loaded, or not.
    stalled : Signal
        The engine was told to go on, and has not moved for a while.
    waiting : Signal
        A build takes long.
    frame_due : Signal
        Something may have moved; at most once a frame.
    state_changed : Signal(str)
    """

    opened = Signal(object, object, object)
    refused = Signal(object)
    broke = Signal(str, str)
    altered = Signal(int, object)
    learned = Signal(object)
    inspected = Signal(object)
    recalled = Signal(object)
    stalled = Signal()
    waiting = Signal()
    frame_due = Signal()
    state_changed = Signal(str)

    def __init__(self, parent: QObject | None = None, build_seconds: float = BUILD_SECONDS) -> None:
        super().__init__(parent)
        self.state = "idle"
        self.history: History | None = None
        self.notices: tuple[str, ...] = ()  # what the engine said last of each lane; empty if nothing
        self.loop = False  # begin again at the end; at full speed there is nothing to see of that
        self._rest = 0.0  # seconds for which the end has been shown
        self._playhead = Playhead()
        self._then = ""  # what to do with the race that is on its way
        self._goal: int | None = None  # the playhead goes there when it is recorded
        # The engine was told to stop, or to go slower, and may be ahead of the playhead by then. That is
        # shown too, so that a change made now holds from the next step on.
        self._settling = False
        self._pulse = Pulse()
        self._clock = FrameClock(self)
        self._clock.beat.connect(self._on_beat)
        self._link = link = EngineLink(self, build_seconds)
        self._queue = link.queue
        link.opened.connect(self._on_opened)
        link.refused.connect(self._on_refused)
        link.reached.connect(self._on_reached)
        link.altered.connect(self._on_altered)
        link.learned.connect(self.learned)
        link.inspected.connect(self.inspected)
        link.recalled.connect(self.recalled)
        link.broke.connect(self._on_broke)
        link.heard.connect(self._update)
        link.slow.connect(self._on_slow)

    # ---------------------------------------- facts

    @property
    def worker(self) -> EngineWorker:
        """Return the thread that owns the engine."""
        return self._link.worker

    @property
    def lost(self) -> bool:
        """Return whether the engine does not know the race any more."""
        return self._link.lost

    @property
    def tick(self) -> int:
        """Return where the playhead stands."""
        return self._playhead.tick

    @property
    def recorded(self) -> int:
        """Return the last recorded tick."""
        return self.history.tick if self.history is not None else 0

    @property
    def reach(self) -> int:
        """Return the last tick that is recorded, or is about to be after an edit."""
        return max(self.recorded, self._link.to)

    @property
    def ticks(self) -> int:
        """Return the length of the race."""
        return self.history.plan.ticks if self.history is not None else 0

    @property
    def speed(self) -> float:
        """Return the speed in ticks a second."""
        return self._playhead.speed

    @property
    def will_run(self) -> bool:
        """Return whether the playhead moves, or will when the race is built."""
        return self._clock.moving or self._then == "run"

    @property
    def pending(self) -> bool:
        """Return whether a race is on its way."""
        return self._queue.pending

    @property
    def under_way(self) -> bool:
        """Return whether the race has begun, is not over, and can go on."""
        return not self.pending and not self.lost and 0 < self.recorded < self.ticks

    @property
    def begun(self) -> bool:
        """Return whether more than the start is recorded, or asked for."""
        granted = 0 if self.pending else self._link.granted
        return bool(self._then) or self.reach > 0 or granted > 0

    @property
    def over(self) -> bool:
        """Return whether there is nothing to run: no race, one that is lost, or the end of one."""
        if self.pending:
            return False
        return self.history is None or self.lost or self.tick >= self.ticks

    # ---------------------------------------- requests

    def build(self, study: Study, then: str = "", soon: bool = False, to: int = 0) -> None:
        """Have another race built, and forget this one.

        Parameters
        ----------
        study : Study
        then : {'', 'run', 'step'}
            What to do with it.
        soon : bool
            Wait a moment, as more edits may follow.
        to : int
            Record it up to this tick at once. The race before and the playhead stay until it is there.
        """
        self._link.wake()  # not sooner: the window is painted first
        self._halt()
        if to:
            self._goal = self.tick if self._goal is None else self._goal
        else:
            self.history = None
            self._link.lost = False
            self._playhead.seek(0)
        self._then = then
        self._link.build(study, soon, to)
        self._update()

    def run(self) -> None:
        """Let the playhead move on; when the race is built, if it is on its way."""
        if self._postpone("run") or self.over:
            return
        self._goal, self._settling, self._rest = None, False, 0.0
        self._playhead.start()
        self._clock.start()
        self._pulse.start(self.recorded, monotonic())
        self._link.grant(self._playhead.allowed(self.ticks))
        self._update()

    def pause(self) -> None:
        """Stop the engine and the playhead."""
        self._then = ""
        if self._clock.moving:
            self._settling = self._live
            self._halt()
        self._update()

    def step(self) -> None:
        """Go one tick forward, in the recording or by computing it; while running, pause."""
        if self._clock.moving:
            self.pause()
        elif not self._postpone("step") and self.history is not None:
            goal = (self.tick if self._goal is None else self._goal) + 1
            self._settling = False
            if goal <= self.recorded:
                self.seek(goal)
            elif goal <= self.ticks and not self.lost:
                self._goal = goal
                self._link.grant(goal)

    def seek(self, tick: int) -> None:
        """Put the playhead somewhere in the recording; a race that runs goes on from there."""
        recorded = self.recorded
        if self._clock.moving and math.isinf(self.speed) and tick < recorded:
            self._halt()
        self._goal, self._settling = None, False
        self._playhead.seek(min(tick, recorded))
        self._update()

    def set_speed(self, speed: float) -> None:
        """Set how fast the playhead moves, in ticks a second."""
        if speed == self.speed:
            return
        live = self._live
        self._playhead.speed = speed
        if self._clock.moving:
            allowed = self._playhead.allowed(self.ticks)
            self._settling = live and allowed < self._link.granted
            self._link.grant(allowed)

    def alter(self, lane: int, name: str, value: Any) -> None:
        """Set a hyperparameter from the next step on."""
        self._link.alter(lane, name, value)

    def inspect(self, lane: int, step: int, run: int, aside: bool = False) -> bool:
        """Ask for the terms of one update; return whether there is anybody to ask."""
        if self.lost or self.pending or self.history is None:
            return False
        self._link.inspect(lane, step, run, aside)
        return True

    def touch(self) -> None:
        """Have a frame made soon: at once if the last one is longer ago than an interval."""
        self._clock.touch()

    def shutdown(self) -> None:
        """End the engine and the thread; what was recorded stays readable."""
        self._clock.stop()
        self._link.close()
        self._clock.moving = False

    # ---------------------------------------- inside

    def _postpone(self, then: str) -> bool:
        """Note what to do when the race is there; return whether there is something to wait for."""
        if not self.pending:
            return False
        self._then = then
        self._queue.hurry()
        self._update()
        return True

    @property
    def _live(self) -> bool:
        """Return whether the playhead is where the engine computes, not in what was recorded before."""
        return self.recorded <= self._playhead.allowed(self.ticks)

    def _halt(self) -> None:
        if self._clock.moving:
            self._clock.moving = False
            self._link.grant(0)

    def _update(self) -> None:
        """Say if the state is another, and have a frame made."""
        recorded = self.recorded
        if self._clock.moving:
            state = "running"
        elif self.pending and (self.history is None or self._then):
            state = "building" if self._then or self._queue.slow else "idle"
        elif self.lost:
            state = "failed"
        elif not recorded:
            state = "idle"
        else:
            state = "finished" if recorded >= self.ticks and self.tick >= self.ticks else "paused"
        self.touch()
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _on_beat(self, passed: float) -> None:
        if self._clock.moving:
            self._playhead.move(passed, self.recorded)
            if self._pulse.stalled(self.recorded, self._link.granted, monotonic()):
                self.stalled.emit()
            if self.tick >= self.ticks and self.loop and math.isfinite(self.speed):
                self._rest += passed
                if self._rest >= _REST_SECONDS:
                    self._rest = 0.0
                    self._playhead.seek(0)
            elif self.tick >= self.ticks:
                self._clock.moving = False
                self._update()
            elif (allowed := self._playhead.allowed(self.ticks)) > max(self._link.granted, self.recorded):
                self._link.grant(
                    allowed
                )  # of what is recorded the engine need not be told sixty times a second
        self.frame_due.emit()

    def _on_slow(self) -> None:
        self._update()
        self.waiting.emit()

    def _on_altered(self, altered: Altered) -> None:
        self.altered.emit(altered.lane, altered.change)

    def _on_opened(self, opened: Opened) -> None:
        self.history, to = opened.history, self._link.to
        if to:
            goal = self.tick if self._goal is None else self._goal
            self._playhead.seek(min(goal, self.recorded))
            self._goal = goal if self.recorded < min(goal, self.ticks) else None
        self.notices = ()
        study = self._queue.asked
        if to and self._queue.outdated:
            self._queue.answered()  # the engine goes on while this one is drawn
            self.opened.emit(study, opened.problem, opened.history)
            return
        self.opened.emit(study, opened.problem, opened.history)
        if self._queue.outdated:
            self.history = None
            self._queue.answered()
            return
        then, self._then = self._then, ""
        self._queue.answered()
        if then == "run":
            self.run()
        elif then == "step":
            self.step()

    def _on_refused(self, refused: Refused) -> None:
        if refused.lane < 0:
            outdated = self._queue.outdated
            self._queue.answered()
            if outdated:
                return
            self._then, self._link.to, self.history = "", 0, None
        self.refused.emit(refused)

    def _on_reached(self, reached: Reached) -> None:
        tick = reached.tick
        if reached.notices != self.notices:
            self.notices = reached.notices
            self.touch()
        if self._settling:
            self._playhead.seek(tick)
            self._settling = not self._clock.moving
        elif self._goal is not None:
            self._playhead.seek(min(self._goal, tick))
            if tick >= self._goal:
                self._goal = None

    def _on_broke(self, text: str, details: str) -> None:
        self._clock.moving, self._goal, self._settling, self._then = False, None, False, ""
        self._queue.answered()
        self.broke.emit(text, details)
