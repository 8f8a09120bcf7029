"""The tuning that the window shows: what was asked for, what is known of it, and what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from ..study.experiment.axis import lane_with
from ..study.experiment.block import Block
from ..study.experiment.columns import Columns
from ..study.experiment.gain import TunedLane, tuned_lanes
from ..study.experiment.ledger import lane_key
from ..study.experiment.pin import pinned
from ..study.experiment.shelf import Shelf
from ..study.experiment.space import search_space
from ..study.experiment.spec import TuneSpec
from ..study.spec import Study
from .experiment_session import ExperimentSession

__all__ = ["TuneSession"]

_KIND = "tune"


class TuneSession(QObject):
    """One tuning, and its results as they come.

    Parameters
    ----------
    shelf : Shelf
    own : callable
        Returns the files of a person's own optimizers that are trusted.
    parent : QObject, optional
    workers : int, optional

    Attributes
    ----------
    changed : Signal
        Runs have come, or another tuning is shown.
    run : ExperimentSession
        What computes.
    shown : Study or None
        A study with a `TuneSpec`.
    """

    changed = Signal()

    def __init__(
        self,
        shelf: Shelf,
        own: Callable[[], tuple[str, ...]] = lambda: (),
        parent: QObject | None = None,
        workers: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.run = ExperimentSession(shelf, own, self, workers)
        self.run.came.connect(self._on_came)
        self.shown: Study | None = None
        self._done: dict[int, tuple[Block, Columns]] = {}
        self._lanes: list[TunedLane] | None = None

    def recall(self) -> None:
        """Show the tuning of the last time, if there is one."""
        found = self.run.shelf.recall(_KIND)
        if found is None or not isinstance(found[0].experiment, TuneSpec):
            return
        study, parts = found
        self._show(study)
        for part in parts:
            self._done = {block.index: (block, columns) for block, columns in part.done}
            self.run.state = "done" if part.complete else "cancelled"
        self._lanes = None
        self.changed.emit()

    def begin(self, study: Study) -> None:
        """Run a tuning, or what is left of it, and show it.

        Raises
        ------
        InputError
            With the place in the study.
        """
        study = pinned(study)
        folder = self.run.begin(study)
        self._show(study)
        self.run.shelf.remember(_KIND, study, [folder])

    def go_on(self) -> None:
        """Compute what is missing, as after it was cancelled."""
        if self.shown is not None:
            self.begin(self.shown)

    def forget(self) -> None:
        """Forget what was computed: optimizers have become others."""
        self.run.shutdown()
        self.shown, self._lanes = None, None
        self._done.clear()
        self.changed.emit()

    def shutdown(self) -> None:
        """End the processes."""
        self.run.shutdown()

    # ---------------------------------------- what is known

    @property
    def spec(self) -> TuneSpec:
        """Return how lanes are tuned."""
        assert self.shown is not None
        assert isinstance(self.shown.experiment, TuneSpec)
        return self.shown.experiment

    @property
    def lanes(self) -> list[TunedLane]:
        """Return what is known of each lane."""
        if self._lanes is None:
            done = [self._done[index] for index in sorted(self._done)]
            self._lanes = tuned_lanes(self.shown, done) if self.shown is not None else []
        return self._lanes

    def rows(self) -> list[tuple[Block, Columns]]:
        """Return the finished blocks in the order of the plan."""
        return [self._done[index] for index in sorted(self._done)]

    def with_choices(self, study: Study) -> Study:
        """Return a study whose lanes have the chosen settings, where they are lanes of the tuning."""
        assert self.shown is not None
        lanes = list(study.lanes)
        for found in self.lanes:
            index = self.twin(study, found.lane)
            if index is not None and found.is_tuned:
                lanes[index] = lane_with(lanes[index], found.values)
        return msgspec.structs.replace(study, lanes=tuple(lanes))

    def twin(self, study: Study, lane: int) -> int | None:
        """Return the lane of a study that a lane of the tuning is, whatever its values are now; or None."""
        assert self.shown is not None
        own = self.shown.lanes[lane]
        names = [axis.name for axis in search_space(own, self.spec.axes, lane)]
        if lane < len(study.lanes) and _same(study.lanes[lane], own, names):
            return lane
        return next((i for i, each in enumerate(study.lanes) if _same(each, own, names)), None)

    # ---------------------------------------- inside

    def _show(self, study: Study) -> None:
        self.shown, self._lanes = study, None
        self._done = {}
        self.changed.emit()

    def _on_came(self, study: Study, done: list[tuple[Block, Columns]]) -> None:
        if study is self.shown:
            self._done |= {block.index: (block, columns) for block, columns in done}
            self._lanes = None
            self.changed.emit()


def _same(one: Any, other: Any, names: list[str]) -> bool:
    return lane_key(one, names) == lane_key(other, names)
