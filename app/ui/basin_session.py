"""The maps of a study while they are computed: coarse at once, finer when the study rests."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic

import msgspec
import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from ..engine.error import InputError
from ..study.basin.block import check_basin
from ..study.basin.lattice import LEVELS, block_places
from ..study.basin.message import Failed
from ..study.basin.pool import BasinPool
from ..study.spec import Study
from .basin_board import BasinBoard
from .basin_view import BasinView, planned
from .message import Message

__all__ = ["BasinSession"]

_LOOK_MS = 8
_REST_S = 0.25  # how long a study has been the same when finer levels are worth it
_LONG_S = 0.5  # a coarse picture that takes longer gives way to a newer study
_IDLE_MS = 30_000  # how long processes stay warm while nobody looks
_CHECK_MS = 11_000  # after a stop: whether a process hangs, which is then ended
_REMEMBERED = 64


class BasinSession(QObject):
    """Keeps the maps in step with the study, while somebody looks.

    A lane that is not touched keeps its map. What is shown stays until there is a picture of all lanes of the
    next study. While a slider is dragged one coarse picture is finished before that of the newest study is
    begun, unless it takes long; finer levels give way at once.

    Parameters
    ----------
    own : callable
        Returns the files of a person's own optimizers that are trusted.
    parent : QObject, optional
    workers : int, optional
        As many processes as there are processors by default.

    Attributes
    ----------
    changed : Signal
        There is another view, or a map has another level.
    advanced : Signal
        `share`, `left` or `state` are others.
    message_raised : Signal(Message)
    state : {'idle', 'empty', 'computing', 'done', 'cancelled', 'failed'}
    board : BasinBoard
        Where the blocks stand, once the study rests; without a block while coarse pictures follow a slider.
    reason : str
        Why there is nothing to show; empty if there is.
    """

    changed = Signal()
    advanced = Signal()
    message_raised = Signal(object)

    def __init__(
        self,
        own: Callable[[], tuple[str, ...]] = lambda: (),
        parent: QObject | None = None,
        workers: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._own = own
        self._pool = BasinPool(workers)
        self.view: BasinView | None = None
        self.state, self.reason = "idle", ""
        self.resolution, self.steps = 200, 0
        self._active = False
        self._study: Study | None = None
        self._wanted: BasinView | None = None  # of the newest study
        self._running: BasinView | None = None  # what the pool works on
        self._begun_at = 0.0
        self._goal = LEVELS[0]  # up to which level blocks have been asked for
        self._told_at = -_REST_S  # when the study became another
        self._alone = True  # whether that was not one of a series, as while a slider is dragged
        self._rows = [0, 0]  # done, and asked for
        self.board = BasinBoard()
        self._paces: deque[float] = deque(maxlen=_REMEMBERED)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._refine)
        self._check = QTimer(self, singleShot=True, interval=_CHECK_MS)
        self._check.timeout.connect(self._pool.poll)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._pool.close)

    # ---------------------------------------- what is wanted

    def set_active(self, active: bool) -> None:
        """Begin to work when somebody looks; stop when nobody does."""
        if active == self._active:
            return
        self._active = active
        if active:
            self._idle.stop()
            self._show()
            return
        self._halt()
        self._idle.start()
        if self.state == "computing":
            self.state = "idle"

    def show(self, study: Study) -> None:
        """Map this study from now on."""
        self._study = study
        if self._active:
            self._show()

    def set_resolution(self, resolution: int) -> None:
        """Compute up to so many starts along each side."""
        self.resolution = resolution
        self._go_on()

    def set_steps(self, steps: int) -> None:
        """Give each run so many steps; 0: as many as in the race."""
        self.steps = steps
        self.show_again()

    def show_again(self) -> None:
        """Take another look at the study, whose maps may have become others."""
        if self._active:
            self._show()

    def forget(self) -> None:
        """Compute everything anew: optimizers have become others."""
        self.view = self._wanted = self._running = None
        self.show_again()

    def cancel(self) -> None:
        """Stop where it is; what is there stays."""
        if self.state == "computing":
            self._halt()
            self._be("cancelled")

    def resume(self) -> None:
        """Go on after `cancel`."""
        self._go_on()

    def shutdown(self) -> None:
        """End the processes; to be called before the session goes."""
        self._active = False
        self._halt()
        self._idle.stop()
        self._check.stop()
        self._pool.close()

    # ---------------------------------------- how far it is

    @property
    def share(self) -> float:
        """Return which part of the starts that were asked for is done."""
        done, asked = self._rows
        return done / asked if asked else 1.0

    @property
    def left(self) -> tuple[float, float] | None:
        """Return the least and the most seconds that are likely to be left; None before two blocks came."""
        if len(self._paces) < 2:
            return None
        low, high = np.quantile(np.array(self._paces), (0.1, 0.9))
        rest = (self._rows[1] - self._rows[0]) / self._pool.parallel
        return float(low) * rest, float(high) * rest

    @property
    def pids(self) -> list[int]:
        """Return the numbers of the processes."""
        return self._pool.pids

    # ---------------------------------------- inside

    def _show(self) -> None:
        study = self._study
        if study is None:
            return
        study = msgspec.structs.replace(study, steps=self.steps or study.steps, experiment=None)
        try:
            surface = check_basin(study)
        except InputError as error:
            self._halt()
            self.view = self._wanted = self._running = None
            self.reason = error.message
            self._be("empty")
            self.changed.emit()
            return
        self.reason = ""
        before, self._wanted = self._wanted, planned(study, surface, (self.view, self._running, self._wanted))
        if before is not None and before.keys == self._wanted.keys:
            self._rename(before, self._wanted)
            return
        now = monotonic()
        self._alone, self._told_at = now - self._told_at >= _REST_S, now
        self._rest.stop()
        if self.view is None or self._wanted.coarse:
            self.view = self._wanted
        hasty = self._pool.busy and self._goal == LEVELS[0] and now - self._begun_at < _LONG_S
        if not hasty:
            self._begin()
        self.changed.emit()

    def _rename(self, before: BasinView, now: BasinView) -> None:
        """Take over what no map depends on, such as names."""
        if self._running is before:
            self._running = now
        if self.view is before:
            self.view = now
            self.changed.emit()
        if self.state in ("idle", "empty"):
            self._go_on()

    def _begin(self) -> None:
        """Have the coarse level of the newest study computed."""
        assert self._wanted is not None
        self._running, self._goal, self._begun_at = self._wanted, LEVELS[0], monotonic()
        missing = self._running.missing(self.resolution)
        self._rows = [0, sum(len(block_places(block.level, block.part)) for block in missing)]
        self.board = BasinBoard(self._running.names)
        try:
            self._pool.begin(self._running.study, self._own())
        except OSError as error:
            self._fail(f"The maps could not be started: {error}.", "")
            return
        self._pool.ask(self._running.missing(LEVELS[0]))
        self._be("computing")
        self._timer.start()

    def _go_on(self) -> None:
        """Work on what is missing, up to the resolution."""
        if self._wanted is not None and self._active:
            self._begin()

    def _refine(self) -> None:
        if self._running is not None and self._running is self._wanted and self.state == "computing":
            self._goal = self.resolution
            missing = self._running.missing(self.resolution)
            self._pool.ask(missing)
            self.board.plan(missing)
            self.board.run(self._pool.running)
            self.advanced.emit()

    def _on_due(self) -> None:
        levels = self._levels()
        for answer in self._pool.poll():
            if isinstance(answer, Failed):
                self._halt()
                self._fail(answer.text, answer.details)
                return
            assert self._running is not None
            rows = len(block_places(answer.block.level, answer.block.part))
            self._rows[0] += rows
            self._paces.append(answer.seconds / rows)
            self._running.maps[answer.block.lane].put(answer.block, answer.columns)
            self.board.complete(answer.block, answer.seconds)
        self.board.run(self._pool.running)
        fresh = self._running is not self.view and self._running is not None and self._running.coarse
        if fresh:
            self.view = self._running
        if not self._pool.busy:
            self._next()
        if fresh or levels != self._levels():
            self.changed.emit()
        self.advanced.emit()

    def _next(self) -> None:
        if self._running is not self._wanted:
            self._begin()
            return
        if self._goal != self.resolution:
            if not self._rest.isActive():
                # A study that came alone is refined at once; one of a series when that rests.
                rested = monotonic() - self._told_at
                self._rest.start(0 if self._alone else max(int(1000 * (_REST_S - rested)), 0))
            return
        self._timer.stop()
        self._be("done")

    def _levels(self) -> tuple[int, ...]:
        return tuple(found.level for found in self.view.maps.values()) if self.view else ()

    def _halt(self) -> None:
        self._timer.stop()
        self._rest.stop()
        self._pool.stop()
        self._check.start()

    def _fail(self, text: str, details: str) -> None:
        self._be("failed")
        self.message_raised.emit(Message("error", text, details))

    def _be(self, state: str) -> None:
        self.state = state
        self.advanced.emit()
