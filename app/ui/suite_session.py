"""The suite that the window shows: how far each task is, and what those that are complete say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from ..study.experiment.block import Block
from ..study.experiment.spec import SuiteSpec
from ..study.experiment.suite_plan import SuitePlan, TaskProgress
from ..study.report.suite_found import SuiteFound, found_of
from ..study.spec import Study
from .experiment_session import ExperimentSession
from .judging import Judging
from .message import Message
from .shown_experiment import ShownExperiment

__all__ = ["SuiteSession"]


class SuiteSession(ShownExperiment):
    """One suite, and its results as they come; parameters as of `ShownExperiment`.

    Statistics are made anew whenever another task is complete, beside the window.

    Attributes
    ----------
    found : SuiteFound or None
        What is known of the tasks that are complete; None before the first.
    """

    kind = name = "suite"

    def __init__(self, run: ExperimentSession, parent: QObject | None = None) -> None:
        super().__init__(run, parent)
        self.found: SuiteFound | None = None
        self._plan: SuitePlan | None = None
        self._asked: frozenset[int] = frozenset()
        self.run.planned.connect(self._on_planned)
        self._judging = Judging(self)
        self._judging.done.connect(self._on_judged)
        self._judging.failed.connect(self._on_failed)

    @property
    def spec(self) -> SuiteSpec:
        """Return the tasks."""
        assert self.shown is not None
        assert isinstance(self.shown.experiment, SuiteSpec)
        return self.shown.experiment

    @property
    def judging(self) -> bool:
        """Return whether statistics are being made."""
        return self._judging.busy

    def progress(self) -> list[TaskProgress]:
        """Return how far each task is."""
        if self._plan is None:
            return []
        return [self._plan.progress(task) for task in range(len(self.spec.tasks))]

    def shutdown(self) -> None:
        """End the processes, and wait for the statistics."""
        super().shutdown()
        self._judging.stop()

    # ---------------------------------------- inside

    def _show(self, study: Study) -> None:
        # Of one that runs, its runner tells the stages: to plan them takes longer than a frame.
        told = self.run.is_busy
        self._plan, self._asked, self.found = SuitePlan(study, told), frozenset(), None
        super()._show(study)

    def _on_planned(self, study: Study, blocks: Sequence[Block]) -> None:
        if study is self.shown and self._plan is not None:
            self._plan.add(blocks)
            self.changed.emit()

    def _renew(self) -> None:
        study, plan = self.shown, self._plan
        if study is None:
            self._plan, self.found = None, None
        elif plan is not None:
            plan.follow(self._done)
            finished = plan.finished
            if finished != self._asked:
                self._asked, rows = finished, self.rows()
                self._judging.start(lambda: (study, found_of(study, rows, finished)))
        super()._renew()

    def _on_judged(self, answer: tuple[Study, SuiteFound]) -> None:
        study, found = answer
        if study is self.shown:
            self.found = found
            self.changed.emit()

    def _on_failed(self, text: str) -> None:
        self.run.message_raised.emit(Message("error", "The statistics of the suite could not be made.", text))
