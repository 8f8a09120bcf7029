"""The sweep that the window shows: what was asked for, what is known of it, and how it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QObject

from ..engine.error import InputError
from ..study.experiment.block import Block
from ..study.experiment.columns import Columns
from ..study.experiment.extend import extended
from ..study.experiment.kind import kind_of
from ..study.experiment.ledger import Ledger, lane_key
from ..study.experiment.measure import Measure, lowest_of
from ..study.experiment.rows import problem_for, task_study
from ..study.experiment.spec import Axis, SweepSpec
from ..study.experiment.swept import Rule, Side, Swept, swept, tolerance_of
from ..study.spec import Study
from ..study.statistics.tolerance import Tolerance
from .experiment_session import ExperimentSession
from .shown_experiment import ShownExperiment

__all__ = ["SweepSession"]


class SweepSession(ShownExperiment):
    """Keeps all runs that sweeps have made; a sweep computes only what is not among them.

    Parameters are as of `ShownExperiment`.

    Attributes
    ----------
    asked : int
        How many runs the last start had to compute.
    """

    kind = name = "sweep"

    def __init__(self, run: ExperimentSession, parent: QObject | None = None) -> None:
        super().__init__(run, parent)
        self.asked = 0
        self._ledger = Ledger()
        self._folders: list[Path] = []
        self._swept: dict[tuple[int, str], Swept] = {}
        self._target = float("nan")

    def recall(self) -> None:
        """Show the sweep of the last time, if there is one."""
        found = self.run.shelf.recall(self.kind)
        if found is None or not isinstance(found[0].experiment, SweepSpec):
            return
        study, parts = found
        for part in parts:
            if isinstance(part.study.experiment, SweepSpec):
                for block, columns in part.done:
                    self._ledger.add(part.study, block, columns)
        self._folders = [self.run.shelf.place(part.study) for part in parts]
        self._show(study)

    def begin(self, study: Study) -> None:
        """Compute what is not known of a sweep, and show it.

        Raises
        ------
        InputError
            With the place in the study.
        """
        study = self._checked(study)
        missing = self._ledger.missing(study)
        if missing is None:
            self.run.shutdown()
            self.asked, self.run.state = 0, "done"
            self._show(study)
            self.run.advanced.emit()
            return
        same = self.shown is not None and _ground(self.shown) == _ground(study)
        self._folders = folders = self._folders if same else []
        kind, shelf = self.kind, self.run.shelf

        def note(
            folder: Path,
        ) -> None:  # one after the other, as an experiment begins when that before is over
            if folder not in folders:
                folders.append(folder)
            shelf.remember(kind, study, folders)

        self.run.begin(missing, note)
        self.asked = _runs(missing)
        self._show(study)

    def forget(self) -> None:
        """Forget all runs: optimizers have become others."""
        self._ledger, self._folders = Ledger(), []
        self._renew()

    # ---------------------------------------- what is known

    def lanes(self) -> range:
        """Return the numbers of the lanes of the sweep."""
        return range(len(self.shown.lanes) if self.shown is not None else 0)

    def names(self) -> tuple[str, ...]:
        """Return the hyperparameters that are varied."""
        if self.shown is None:
            return ()
        return tuple(axis.name for axis in self.axes(0))

    def axes(self, lane: int) -> list[Axis]:
        """Return the axes of a lane."""
        assert self.shown is not None
        assert isinstance(self.shown.experiment, SweepSpec)
        return [axis for axis in self.shown.experiment.axes if axis.lane == lane]

    def swept(self, lane: int, measure: Measure) -> Swept:
        """Return what is known of a lane."""
        assert self.shown is not None
        key = lane, measure.name
        if key not in self._swept:
            self._swept[key] = swept(self._ledger, self.shown, lane, measure)
        return self._swept[key]

    def tolerance(self, lane: int, measure: Measure, rule: Rule) -> Tolerance | None:
        """Return the working range of a lane."""
        assert self.shown is not None
        return tolerance_of(self.swept(lane, measure), self.shown.lanes[lane], rule, self._target)

    @property
    def complete(self) -> bool:
        """Return whether all runs of the sweep that is shown are there."""
        return self.shown is not None and self._ledger.missing(self.shown) is None

    def findings(self) -> tuple[Study, list[tuple[Block, Columns]]]:
        """Return the sweep as if it had been run in one piece, for a report.

        Raises
        ------
        InputError
            If some runs are missing.
        """
        if self.shown is None or not self.complete:
            raise InputError("A report is of results that are complete, but some runs are missing.")
        blocks = kind_of(self.shown).blocks(self.shown, 0, [])
        return self.shown, [(block, self._ledger.columns(self.shown, block)) for block in blocks]

    def runs(self, lane: int, cell: int) -> dict[int, dict[str, float]]:
        """Return the endpoints of the runs of one setting, by seed."""
        assert self.shown is not None
        return self._ledger.runs(self.shown, lane, cell)

    # ---------------------------------------- beyond the edge

    def edges(self, measure: Measure) -> dict[str, set[Side]]:
        """Return at which ends of which axes a lane has its best value, where the axis can go on."""
        if self.shown is None or not isinstance(self.shown.experiment, SweepSpec):
            return {}
        if self.shown.experiment.design != "grid":
            return {}
        found: dict[str, set[Side]] = {}
        for lane in self.lanes():
            for name, side in self.swept(lane, measure).edges(self.shown.lanes[lane]):
                axis = next(axis for axis in self.axes(lane) if axis.name == name)
                try:
                    extended(self.shown.lanes[lane], axis, side)
                except InputError:
                    continue
                found.setdefault(name, set()).add(side)
        return found

    def extend(self, measure: Measure) -> None:
        """Go on beyond the edges at which the best values lie; all lanes keep the same values.

        Raises
        ------
        InputError
        """
        assert self.shown is not None
        spec = self.shown.experiment
        assert isinstance(spec, SweepSpec)
        edges = self.edges(measure)
        axes = []
        for axis in spec.axes:
            lane = self.shown.lanes[axis.lane]
            for side in edges.get(axis.name, ()):
                try:
                    axis = extended(lane, axis, side)
                except InputError:  # this lane's hyperparameter ends here
                    continue
            axes.append(axis)
        wider = msgspec.structs.replace(spec, axes=tuple(axes))
        self.begin(msgspec.structs.replace(self.shown, experiment=wider))

    # ---------------------------------------- lanes of the study

    def twin(self, study: Study, lane: int) -> int | None:
        """Return the lane of a study that a lane of the sweep is, whatever its values are now; or None."""
        assert self.shown is not None
        names = self.names()
        own = lane_key(self.shown.lanes[lane], names)
        same = [index for index, each in enumerate(study.lanes) if lane_key(each, names) == own]
        named = [index for index in same if study.lanes[index].name == self.shown.lanes[lane].name]
        return next(iter(named or same), None)

    def is_of(self, study: Study) -> bool:
        """Return whether the runs are of the problem and the budget of a study."""
        return self.shown is not None and _ground(self.shown) == _ground(study)

    # ---------------------------------------- inside

    def _show(self, study: Study) -> None:
        self._target = _target(study)
        super()._show(study)

    def _renew(self) -> None:
        self._swept.clear()
        super()._renew()

    def _on_came(self, study: Study, done: list[tuple[Block, Columns]]) -> None:
        for block, columns in done:
            self._ledger.add(study, block, columns)
        self._renew()


def _target(study: Study) -> float:
    """Return the target as the height above the lowest value of a surface, as losses are told."""
    try:
        _, target = problem_for(task_study(study), study.seeds[:1])
    except InputError:
        return float("nan")
    lowest = lowest_of(study)
    return target if lowest is None else target - lowest


def _ground(study: Study) -> Study:
    problem: Any = study.problem
    file = getattr(problem, "file", None)
    if file is not None:  # what it holds is known only once it is read
        problem = msgspec.structs.replace(problem, file=msgspec.structs.replace(file, sha256=""))
    return msgspec.structs.replace(
        study,
        problem=problem,
        lanes=(),
        seeds=(),
        pairing="paired",
        experiment=None,
        curves=(),
        title="",
        description="",
        prediction="",
        quantities=(),
        target=None,
    )


def _runs(study: Study) -> int:
    from ..study.experiment.sweep import sweep_settings

    settings = sum(len(sweep_settings(study, 0, lane)) for lane in range(len(study.lanes)))
    return settings * len(study.seeds)
