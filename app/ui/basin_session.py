"""The maps of a study while they are computed: coarse at once, finer when the study rests."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import msgspec
import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from ..engine.error import InputError
from ..engine.surface import Surface
from ..study.basin.block import BasinBlock, check_basin
from ..study.basin.lattice import LEVELS, block_places
from ..study.basin.map import BasinMap
from ..study.basin.message import Failed
from ..study.basin.pool import BasinPool
from ..study.lane_name import lane_names
from ..study.spec import Study
from .message import Message

__all__ = ["BasinSession", "BasinView"]

_LOOK_MS = 8
_REST_S = 0.25  # how long a study has been the same when finer levels are worth it
_IDLE_MS = 30_000  # how long processes stay warm while nobody looks
_REMEMBERED = 64


@dataclass(frozen=True, slots=True, eq=False)
class BasinView:
    """What there is to show.

    Parameters
    ----------
    study : Study
        With the steps of the map.
    surface : Surface
    lanes : tuple of int
        The lanes that have a map.
    names : tuple of str
        Of all lanes.
    maps : dict of int to BasinMap
    """

    study: Study
    surface: Surface
    lanes: tuple[int, ...]
    names: tuple[str, ...]
    maps: dict[int, BasinMap]


class BasinSession(QObject):
    """Keeps the maps in step with the study, while somebody looks.

    A lane that is not touched keeps its map. The coarse levels of a study are finished before those of the
    next, newer one are begun, so that there is a picture while a slider is dragged; finer levels give way.

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
        self._keys: dict[int, tuple[object, ...]] = {}
        self._outdated = False  # whether the pool works on an older study than the view's
        self._goal = LEVELS[0]  # up to which level blocks have been asked for
        self._told_at = -_REST_S  # when the study became another
        self._alone = True  # whether that was not one of a series, as while a slider is dragged
        self._running: dict[int, BasinMap] = {}  # the maps that the pool works on
        self._rows = [0, 0]  # done, and asked for
        self._paces: deque[float] = deque(maxlen=_REMEMBERED)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_due)
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._refine)
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
        self._keys, self.view = {}, None
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
            self._keys, self.view, self.reason = {}, None, error.message
            self._be("empty")
            self.changed.emit()
            return
        self.reason = ""
        lanes = tuple(index for index, lane in enumerate(study.lanes) if not lane.muted)
        keys = {lane: _key(study, lane) for lane in lanes}
        known = {key: self.view.maps[lane] for lane, key in self._keys.items()} if self.view else {}
        maps = {lane: known.get(key) or BasinMap() for lane, key in keys.items()}
        new = keys != self._keys
        self._keys = keys
        self.view = BasinView(study, surface, lanes, tuple(lane_names(study)), maps)
        if new:
            now = monotonic()
            self._alone, self._told_at = now - self._told_at >= _REST_S, now
            self._rest.stop()
            self._outdated = True
            if not (self._pool.busy and self._goal == LEVELS[0]):
                self._begin()
        elif self.state in ("idle", "empty"):
            self._go_on()
        self.changed.emit()

    def _begin(self) -> None:
        """Have the coarse level of the view computed."""
        assert self.view is not None
        self._outdated, self._goal = False, LEVELS[0]
        missing = self._missing(self.resolution)
        self._rows = [0, sum(len(block_places(block.level, block.part)) for block in missing)]
        try:
            self._pool.begin(self.view.study, self._own())
        except OSError as error:
            self._fail(f"The maps could not be started: {error}.", "")
            return
        self._running = dict(self.view.maps)
        self._ask(LEVELS[0])
        self._be("computing")
        self._timer.start()

    def _ask(self, level: int) -> None:
        self._goal = level
        self._pool.ask(self._missing(level))

    def _missing(self, level: int) -> list[BasinBlock]:
        """Return the blocks up to a level that are not there, the coarse ones of all lanes first."""
        assert self.view is not None
        return [
            BasinBlock(lane, each, part)
            for each in LEVELS[: LEVELS.index(level) + 1]
            for lane, found in self.view.maps.items()
            for part in found.missing(each)
        ]

    def _go_on(self) -> None:
        """Work on what is missing, up to the resolution."""
        if self.view is None or not self._active:
            return
        self._begin()

    def _refine(self) -> None:
        if self._outdated or self.view is None or self.state != "computing":
            return
        self._ask(self.resolution)

    def _on_due(self) -> None:
        levels = self._levels()
        for answer in self._pool.poll():
            if isinstance(answer, Failed):
                self._halt()
                self._fail(answer.text, answer.details)
                return
            rows = len(block_places(answer.block.level, answer.block.part))
            self._rows[0] += rows
            self._paces.append(answer.seconds / rows)
            self._running[answer.block.lane].put(answer.block, answer.columns)
        if not self._pool.busy:
            self._next()
        if levels != self._levels():
            self.changed.emit()
        self.advanced.emit()

    def _next(self) -> None:
        if self._outdated:
            self._begin()
            return
        if self._goal != self.resolution:
            rested = monotonic() - self._told_at
            if not self._rest.isActive():
                # A study that came alone is refined at once; one of a series when that rests.
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

    def _fail(self, text: str, details: str) -> None:
        self._be("failed")
        self.message_raised.emit(Message("error", text, details))

    def _be(self, state: str) -> None:
        self.state = state
        self.advanced.emit()


def _key(study: Study, lane: int) -> tuple[object, ...]:
    """Return all that a lane's map depends on."""
    spec = msgspec.structs.replace(study.lanes[lane], name="", colour="", muted=False)
    problem = msgspec.structs.replace(study.problem, start=None)
    return msgspec.json.encode((spec, problem)), study.steps, study.seeds[0], study.target
