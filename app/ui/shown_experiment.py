"""The experiment that a panel shows: what was asked for, what is known of it, and how it goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ..engine.error import InputError
from ..study.experiment.block import Block
from ..study.experiment.columns import Columns
from ..study.experiment.kind import kind_of
from ..study.experiment.pin import pinned
from ..study.place import placed
from ..study.spec import Study
from .experiment_session import ExperimentSession

__all__ = ["ShownExperiment"]


class ShownExperiment(QObject):
    """One experiment, and its results as they come.

    Parameters
    ----------
    run : ExperimentSession
        What computes; it belongs to this from now on.
    parent : QObject, optional

    Attributes
    ----------
    changed : Signal
        Runs have come, or another experiment is shown.
    kind, name : str
        The tag of its spec, and what it is called.
    shown : Study or None
        As it is run, with its experiment.
    """

    changed = Signal()
    kind = name = ""

    def __init__(self, run: ExperimentSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.run = run
        run.setParent(self)
        self.run.came.connect(self._on_came)
        self.shown: Study | None = None
        self._done: dict[int, tuple[Block, Columns]] = {}

    # ---------------------------------------- what is wanted

    def recall(self) -> None:
        """Show the experiment of the last time, if there is one."""
        found = self.run.shelf.recall(self.kind)
        if found is None or not self._is_own(found[0]):
            return
        study, parts = found
        self._show(study)
        for part in parts:
            self._done = {block.index: (block, columns) for block, columns in part.done}
            self.run.state = "done" if part.complete else "cancelled"
        self._renew()

    def begin(self, study: Study) -> None:
        """Run an experiment, or what is left of it, and show it.

        Raises
        ------
        InputError
            With the place in the study.
        """
        study = self._checked(study)
        kind, shelf = self.kind, self.run.shelf
        self.run.begin(study, lambda folder: shelf.remember(kind, study, [folder]))
        self._show(study)

    def go_on(self) -> None:
        """Compute what is missing, as after it was cancelled."""
        if self.shown is not None:
            self.begin(self.shown)

    def forget(self) -> None:
        """Forget what was computed: optimizers have become others."""
        self.run.shutdown()
        self.shown = None
        self._done = {}
        self._renew()

    def shutdown(self) -> None:
        """End the processes."""
        self.run.shutdown()

    # ---------------------------------------- what is known

    @property
    def complete(self) -> bool:
        """Return whether all runs are there."""
        return self.shown is not None and self.run.state == "done"

    @property
    def can_go_on(self) -> bool:
        """Return whether something is missing that nobody computes."""
        return self.shown is not None and not self.run.is_busy and not self.complete

    def rows(self) -> list[tuple[Block, Columns]]:
        """Return the finished blocks in the order of the plan."""
        return [self._done[index] for index in sorted(self._done)]

    def findings(self) -> tuple[Study, list[tuple[Block, Columns]]]:
        """Return the experiment with all its blocks, for a report.

        Raises
        ------
        InputError
            If some are missing.
        """
        if self.shown is None or not self.complete:
            raise InputError("A report is of results that are complete, but some runs are missing.")
        return self.shown, self.rows()

    # ---------------------------------------- inside

    def _checked(self, study: Study) -> Study:
        """Return a study that can be run, its files named by what they hold; or raise an `InputError`."""
        with placed("experiment"):
            kind_of(study).check(study)
        return pinned(study)

    def _is_own(self, study: Study) -> bool:
        spec = study.experiment
        return spec is not None and spec.__struct_config__.tag == self.kind

    def _show(self, study: Study) -> None:
        self.shown = study
        self._done = {}
        self._renew()

    def _renew(self) -> None:
        """Let go of what was made of the results, and tell that they are others."""
        self.changed.emit()

    def _on_came(self, study: Study, done: list[tuple[Block, Columns]]) -> None:
        if study is self.shown:
            self._done |= {block.index: (block, columns) for block, columns in done}
            self._renew()
