"""What the window and the controls talk to: the study and its undo, the race, the playhead."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ..engine.history import History
from ..engine.lane import Change
from ..engine.problem import Problem
from ..study.message import Refused
from ..study.prediction import Foretold
from ..study.spec import Study
from .appearance import Appearance
from .drag import Drag
from .foresight import Foresight
from .frame import Frame, RaceView
from .message import Message
from .player import Player
from .revision import is_alike, live_values, raced_study, same_race
from .theme import LIGHT, Theme
from .worker import BUILD_SECONDS

__all__ = ["Message", "Session"]


class Session(Appearance):
    """A study, and its race.

    Whatever the race depends on starts it anew when it is edited. Only hyperparameters that may change while
    it runs are passed on to a race that is under way.

    Attributes
    ----------
    race_changed : Signal(RaceView or None)
        Another history to show. The race's study may change without it: ``frame.race.study`` is up to date.
    frame_changed : Signal(Frame or None)
        The playhead, the recording or the looks are others; at most once a frame.
    state_changed : Signal(str)
        'idle', 'building', 'running', 'paused', 'finished' or 'failed'.
    lane_changed_live : Signal(int, Change)
        A hyperparameter of a lane was set while the race ran.
    drag : Drag
        Says which race there was before a slider or the start is dragged.
    """

    race_changed = Signal(object)
    frame_changed = Signal(object)
    state_changed = Signal(str)
    lane_changed_live = Signal(int, object)

    def __init__(
        self, theme: Theme = LIGHT, parent: QObject | None = None, build_seconds: float = BUILD_SECONDS
    ) -> None:
        super().__init__(theme, parent)
        self._built = self.study  # what the race started from
        self._foresight = Foresight(self.study)
        self._live: list[list[Change]] = []  # for each lane, what was set while it ran
        self._race: RaceView | None = None
        self._told = False  # whether the panels have a race
        self._stale = False  # whether that is of a study that has been edited since
        self.drag = Drag(self)
        self._seen: tuple[Any, ...] = ()
        self.player = player = Player(self, build_seconds)
        player.opened.connect(self._on_opened)
        player.refused.connect(self._on_refused)
        player.broke.connect(self._on_broke)
        player.altered.connect(self._on_altered)
        player.waiting.connect(self._on_waiting)
        player.frame_due.connect(self._on_frame_due)
        player.state_changed.connect(self.state_changed)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.shutdown)

    @property
    def study_to_save(self) -> Study:
        """Return the study that gives what is recorded; without a recording, the one shown."""
        recorded = self._race is not None and self.player.recorded and not self._stale
        return self._race.study if self._race is not None and recorded else self.study

    @property
    def foretold(self) -> Foretold:
        """Return what was predicted when the race began, or will be if it begins now."""
        return self._foresight.foretold(self.study)

    # ---------------------------------------- the race

    @property
    def race(self) -> RaceView | None:
        """Return the race of the study; None while it is being built or cannot be."""
        return self._race

    @property
    def state(self) -> str:
        """Return what `state_changed` said last."""
        return self.player.state

    @property
    def speed(self) -> float:
        """Return the speed in ticks a second; infinite: as fast as it computes."""
        return self.player.speed

    def frame(self) -> Frame | None:
        """Return what is to be shown now."""
        race = self._race
        if race is None:
            return None
        recorded = self.player.recorded
        tick = min(self.player.tick, recorded)
        plan = race.history.plan
        steps = tuple(plan.step_at(lane, tick) for lane in range(len(plan.lanes)))
        return Frame(race, tick, recorded, steps, self.looks, self._run_shown, self.player.will_run)

    def run(self) -> None:
        """Run, go on, or start again at the end."""
        player = self.player
        if player.over and player.loop and not player.lost and player.history and math.isfinite(player.speed):
            player.seek(0)
        if player.over:
            self._start_anew("run")
        else:
            self.player.run()

    def pause(self) -> None:
        """Stop where it is."""
        self.player.pause()

    def toggle_run(self) -> None:
        """Run or pause."""
        self.pause() if self.player.will_run else self.run()

    def step(self) -> None:
        """Go one tick forward, in the recording or by computing it; while running, pause."""
        player = self.player
        if not player.pending and (self._race is None or player.lost) and player.tick >= player.recorded:
            self._start_anew("step")
        else:
            player.step()

    def step_back(self) -> None:
        """Go one tick back."""
        self.pause()
        self.seek(self.player.tick - 1)

    def seek(self, tick: int) -> None:
        """Put the playhead on a recorded tick."""
        self.player.seek(tick)

    def go_start(self) -> None:
        """Put the playhead on the start."""
        self.seek(0)

    def go_end(self) -> None:
        """Put the playhead on the last recorded tick."""
        self.seek(self.player.recorded)

    def reset(self) -> None:
        """Forget what was recorded; the values shown now are those of the next race."""
        self._start_anew()
        self.undo_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Set how fast the race is shown, in ticks a second; infinite: as fast as it computes."""
        self.player.set_speed(speed)

    def race_anew(self, optimizers: frozenset[str]) -> None:
        """Build the race again if one of these optimizers is in it, as it is another now."""
        if any(lane.optimizer in optimizers for lane in self.study.lanes):
            self._start_anew()

    def stop_hard(self) -> None:
        """End the engine at once, if it does not answer."""
        self.player.worker.stop_hard()

    def shutdown(self) -> None:
        """End the engine; to be called before the session goes."""
        self.player.shutdown()

    # ---------------------------------------- inside

    def _replaced(self) -> None:
        self._forget_choices()
        self._start_anew()
        self._foresight = Foresight(self.study)
        self._announce()

    def _edited(self, before: Study) -> None:
        """Pass on to the race what it can take while it is under way; start it anew if it must be."""
        self._foresight.edited(before, self.study, self.player.begun)
        if [lane.colour for lane in before.lanes] != [lane.colour for lane in self.study.lanes]:
            self._forget_choices()
        if not same_race(before, self.study):
            values = live_values(before, self.study) if self.player.under_way else None
            if values:
                for lane, name, value in values:
                    self.player.alter(lane, name, value)
            elif self._key and self._race is not None and is_alike(before, self.study) and self._reach:
                self._race_again()
            else:
                self._start_anew(soon=True)
        self._announce()

    def _announce(self) -> None:
        self._look_again()
        self.study_changed.emit(self.study)
        if self._race is not None and self._update_race():
            self.race_changed.emit(self._race)

    def _look_again(self) -> None:
        super()._look_again()
        self.player.touch()

    def _goes_on(self, key: str) -> bool:
        return self.drag.race is not None and self.drag.key == key

    @property
    def _reach(self) -> int:
        """Return how far there is something to see that can be had again."""
        return 0 if self.player.lost else self.player.reach

    def _race_again(self) -> None:
        """Have the edited study raced as far as the one shown, which stays until then."""
        assert self._race is not None
        self.drag.follow(self._key, self._race)
        self._foresight.raced_anew(self.player.begun)
        self._stale = True
        self.player.build(self.study, "run" if self.player.will_run else "", to=self._reach)

    def _start_anew(self, then: str = "", soon: bool = False) -> None:
        self.drag.end()
        self._foresight.raced_anew(self.player.begun)
        self._stale = False
        # What the panels show stays until the new race is there, which is a moment.
        self._race, self._live = None, []
        self.player.build(self.study, then, soon)

    def _update_race(self) -> bool:
        """Give the race the names, target and changes of now; return whether the target is another."""
        assert self._race is not None
        before = self._race.study
        study = raced_study(self._built, self.study, self._live)
        if study != before:
            self._race = replace(self._race, study=study)
        return study.target != before.target

    def _on_waiting(self) -> None:
        if self.drag.race is None:  # what is dragged stays in sight, however slow the machine is
            self._tell_gone()

    def _tell_gone(self) -> None:
        """Have the panels show nothing."""
        self._seen = ()  # nor is the memory of what was recorded kept
        if self._told:
            self._told = False
            self.race_changed.emit(None)
            self.frame_changed.emit(None)

    def _on_opened(self, study: Study, problem: Problem, history: History) -> None:
        if len(study.lanes) != len(self.study.lanes):
            return  # the next one is on its way
        self._built, self._live = study, [[] for _ in study.lanes]
        self._stale = not same_race(study, self.study)
        self._run_shown = min(self._run_shown, len(study.seeds) - 1)
        self._race = RaceView(raced_study(study, self.study, self._live), problem, history)
        self._told = True
        self.race_changed.emit(self._race)
        self._on_frame_due()

    def _on_refused(self, refused: Refused) -> None:
        self.message_raised.emit(Message("error", refused.message, where=refused.where))
        if refused.lane < 0:
            self._race, self._stale = None, False
            self._tell_gone()

    def _on_broke(self, text: str, details: str) -> None:
        if self._stale:
            self._race, self._stale = None, False
        if self._race is None:
            self._tell_gone()
        elif self.player.recorded:
            text += " What was recorded is kept; Run starts again."
        self.message_raised.emit(Message("error", text, details))

    def _on_altered(self, lane: int, change: Change) -> None:
        if self._race is None:
            return
        known = self._live[lane]
        # Of several values after one step, only the last has moved anything.
        known[:] = [other for other in known if (other.step, other.name) != (change.step, change.name)]
        known.append(change)
        self._update_race()
        self.lane_changed_live.emit(lane, change)
        self.undo_changed.emit()

    def _on_frame_due(self) -> None:
        frame = self.frame()
        if frame is None:
            return
        notices = self.player.notices
        seen = (frame.race, frame.tick, frame.recorded, frame.looks, frame.run, frame.running, notices)
        if seen != self._seen:
            self._seen = seen
            self.frame_changed.emit(frame)
