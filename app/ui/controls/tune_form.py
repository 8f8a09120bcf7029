"""What a tuning is asked for with: how many trials, how they are drawn, what is chosen by, fresh seeds."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QLabel, QSpinBox, QWidget

from ...engine.error import InputError
from ...study.experiment.space import search_space
from ...study.experiment.spec import TuneSpec
from ...study.spec import DataSpec, Study
from ..theme import Theme
from .check import Check
from .combo import Combo
from .experiment_form import ExperimentForm, rows_of

__all__ = ["BUDGETS", "TuneForm"]

BUDGETS = (
    ("Defaults only (untuned)", 0),
    ("Small: 25 trials", 25),
    ("Medium: 50 trials", 50),
    ("Large: 75 trials", 75),
    ("Another number…", -1),
)
"""As of Schmidt, Schneider, Hennig 2021, Descending through a Crowded Valley."""

_FRESH = 10


class TuneForm(ExperimentForm):
    """A column of controls.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(TuneSpec, "tuning", parent)
        self.budget, self.design, self.judge = Combo(), Combo(), Combo()
        for title, count in BUDGETS:
            self.budget.addItem(title, count)
        self.budget.setCurrentIndex(1)
        self.trials = QSpinBox(minimum=1, maximum=10_000, value=10)
        for name, title in (("sobol", "Sobol points"), ("random", "Random points")):
            self.design.addItem(title, name)
        for name, title in (("final", "the final loss"), ("best", "the best loss")):
            self.judge.addItem(title, name)
        self.seeds = QSpinBox(minimum=1, maximum=100, value=1)
        self.fresh = QSpinBox(minimum=1, maximum=1000, value=_FRESH)
        self.stopping = Check("End hopeless trials early", theme)
        self._describe()
        self._trials_label = QLabel("Trials")
        rows = rows_of(
            ("Budget", self.budget), (self._trials_label, self.trials), ("Sampler", self.design),
            ("Chosen by", self.judge), ("Seeds a trial", self.seeds), ("Fresh seeds", self.fresh),
        )  # fmt: skip
        self.lay_out(rows, self.stopping, self.error, self.summary, top=8)
        for combo in (self.budget, self.design, self.judge):
            combo.activated.connect(self._on_changed)
        for spin in (self.trials, self.seeds, self.fresh):
            spin.valueChanged.connect(self._on_changed)
        self.stopping.toggled.connect(self._on_changed)
        self._show()

    def _describe(self) -> None:
        for widget, name, tip in (
            (self.budget, "Budget of each lane", "Every lane gets the same number of trials."),
            (self.trials, "Trials of each lane", "How many settings of its search space each lane tries."),
            (
                self.design,
                "Sampler",
                "How the trials lie in the search space; the same places of each lane's space.",
            ),
            (
                self.judge,
                "What settings are chosen by",
                "Chosen is the trial with the lowest median of it: on data on the validation part, never on "
                "the test part.",
            ),
            (self.seeds, "Seeds of each trial", "A trial is judged by the median over its seeds."),
            (
                self.fresh,
                "Fresh seeds",
                "Default and chosen setting are run again with so many seeds that no trial has had: the best "
                "of many trials is partly luck.",
            ),
            (
                self.stopping,
                "End hopeless trials early",
                "The median rule: a trial is ended at a quarter of the race if it is then worse than the "
                "median of eight pilots. It is named with the results.",
            ),
        ):
            widget.setAccessibleName(name)
            widget.setToolTip(tip)

    def _fill(self, spec: TuneSpec) -> None:
        at = self.budget.findData(spec.trials)
        self.budget.setCurrentIndex(at if at >= 0 else self.budget.count() - 1)
        self.trials.setValue(max(spec.trials, 1))
        self.design.setCurrentIndex(self.design.findData(spec.design))
        self.judge.setCurrentIndex(self.judge.findData(spec.metric))
        self.fresh.setValue(spec.fresh)
        self.stopping.setChecked(spec.stopping == "median")
        self.seeds.setValue(spec.seeds or len(self._study.seeds))

    @property
    def count(self) -> int:
        """Return how many trials each lane gets."""
        chosen = int(self.budget.currentData())
        return self.trials.value() if chosen < 0 else chosen

    def _typed(self) -> TuneSpec:
        if not self._study.lanes:
            raise InputError("A tuning takes at least one lane. Add an optimizer.", "experiment")
        return msgspec.structs.replace(
            self._given or TuneSpec(),
            trials=self.count,
            design=self.design.currentData(),
            metric=self.judge.currentData(),
            fresh=self.fresh.value(),
            stopping="median" if self.stopping.isChecked() and self.count else "none",
            seeds=self.seeds.value(),
        )

    def study(self) -> Study:
        """Return what would be run, without curves, which nobody looks at here.

        Raises
        ------
        InputError
            With its place.
        """
        found = super().study()
        return msgspec.structs.replace(found, experiment=msgspec.structs.replace(found.experiment, curve=0))

    def _show(self) -> None:
        own = int(self.budget.currentData()) < 0
        self.trials.setVisible(own)
        self._trials_label.setVisible(own)
        for widget in (self.design, self.judge, self.seeds, self.stopping):
            widget.setEnabled(self.count > 0)
        self.start.setEnabled(bool(self._study.lanes))
        if not self._study.lanes:
            self.summary.setText("")
            return
        lanes, trials, fresh = len(self._study.lanes), self.count, self.fresh.value()
        free = [lane for index, lane in enumerate(self._study.lanes) if search_space(lane, (), index)]
        part = "test loss" if isinstance(self._study.problem, DataSpec) else "final loss"
        runs = len(free) * trials * self.seeds.value()
        again = fresh * (lanes + (len(free) if trials else 0))
        self.summary.setText(
            f"{lanes} lane{'s' if lanes > 1 else ''}, {trials} trials each: {runs:,} runs; then "
            f"{again:,} on fresh seeds, of which the {part} is told.{self.in_place_of}"
        )

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.stopping.apply_theme(theme)
