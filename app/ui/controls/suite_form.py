"""What a suite is asked for with: which one, with whose optimizers, how many seeds, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ...engine.error import InputError
from ...study.experiment.block import Block
from ...study.experiment.budget import with_seed_count
from ...study.experiment.duration import duration_text
from ...study.experiment.estimate import likely_seconds
from ...study.experiment.kind import kind_of
from ...study.experiment.past import Past
from ...study.experiment.processes import cores
from ...study.experiment.spec import SuiteSpec
from ...study.place import placed
from ...study.report.word import many
from ...study.spec import Study
from ..theme import Theme
from .combo import Combo
from .experiment_form import ExperimentForm, rows_of, small_title
from .label import Caption
from .prediction_field import PredictionField
from .suite_choice import SuiteChoice, read_suite, shipped_suites

__all__ = ["SuiteForm"]

_ROWS = 6  # suites in sight
_REMEMBERED = 8
_EXAMPLE = "For example: Nesterov is the fastest on most surfaces; on the ravine Adam is."
_FILTER = "Suite or report of one (*.descent.json *.json *.html)"


class SuiteForm(ExperimentForm):
    """A list of suites, what the chosen one asks, and a column of controls.

    Nothing here edits the study, for a suite has problems and optimizers of its own; but if it is that of the
    study, what is expected of it is the study's prediction. Seeds and expectation are kept for each suite.

    Parameters
    ----------
    theme : Theme
    past : Past
        How long blocks took on this machine.
    parent : QWidget, optional
    """

    def __init__(self, theme: Theme, past: Past, parent: QWidget | None = None) -> None:
        super().__init__(SuiteSpec, "suite", parent)
        self._shipped: list[SuiteChoice] = shipped_suites()
        self._opened: list[SuiteChoice] = []
        self._wishes: dict[Path | None, tuple[int, str]] = {}  # seeds and expectation, where edited
        self._asked: tuple[Path | None, str] = (None, "")  # which suite the fields are of
        self._past = past
        self._blocks: dict[bytes, Sequence[Block]] = {}  # of the studies that were shown last
        self.list = QListWidget()
        self.list.setAccessibleName("Suites")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTabKeyNavigation(False)
        self.browse = QPushButton("Open a suite…")
        self.browse.setToolTip("Run a suite of your own: a study file with tasks, or the report of one.")
        self.browse.clicked.connect(self._on_browse)
        self.about = Caption()
        self.lanes = Combo()
        for title, own, tip in (
            ("those of the suite", False, "The lanes that the suite's file holds."),
            (
                "the lanes of this study",
                True,
                "Run the optimizers of this study on the suite's problems.",
            ),
        ):
            self.lanes.addItem(title, own)
            self.lanes.setItemData(self.lanes.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.lanes.setAccessibleName("Whose optimizers are run")
        self.seeds = QSpinBox(minimum=1, maximum=1000, value=10)
        self.seeds.setAccessibleName("Seeds of each problem")
        self.seeds.setToolTip("Runs of each optimizer on each problem. From ten on there are intervals.")
        self.expected = PredictionField()
        self.expected.setPlaceholderText(_EXAMPLE)
        self.expected.setToolTip("Write it before you press Start: the report sets it beside the result.")
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_chosen)
        self.lanes.activated.connect(self._on_changed)
        self.seeds.valueChanged.connect(self._on_seeds)
        self.expected.textChanged.connect(self._wish)
        self.expected.edited.connect(self._on_edited)
        self.expected.refused.connect(self.error.show_reason)
        self._fill_list(self._shipped[0])

    def _lay_out(self) -> None:
        rows = rows_of(("Optimizers", self.lanes), ("Seeds", self.seeds))
        asks = small_title("What do you expect?")
        asks.setBuddy(self.expected)
        left = QHBoxLayout()
        left.addWidget(self.browse)
        left.addStretch(1)
        self.lay_out(self.list, rows, self.error, self.summary, asks, self.expected, self.about, left)

    # ------------------------------------------------------------------ which suites there are

    @property
    def choices(self) -> list[SuiteChoice]:
        """Return the suites in the order of the list: the study's, those that were opened, the shipped."""
        held = self._study.experiment
        own = []
        if isinstance(held, SuiteSpec):
            title = self._study.title.strip()
            own = [SuiteChoice(f"This study{': ' + title if title else ''}", self._study)]
        return [*own, *self._opened, *self._shipped]

    @property
    def chosen(self) -> SuiteChoice:
        """Return the suite that is chosen."""
        return self.choices[max(self.list.currentRow(), 0)]

    def choose(self, name: str) -> None:
        """Choose a shipped suite by the name of its file."""
        for choice in self._shipped:
            if choice.path is not None and choice.path.name.startswith(f"{name}."):
                self._fill_list(choice)

    def open(self, path: Path) -> None:
        """Take a suite of a person's own into the list, and choose it.

        Raises
        ------
        InputError
            If the file holds none.
        """
        found = read_suite(path)
        self._opened = [found, *(each for each in self._opened if each.path != path)]
        self._fill_list(found)

    def remember(self, run: Study) -> None:
        """Choose a suite that was run, with its seeds and what was expected of it."""
        for choice in self.choices:
            if choice.is_of(run):
                if choice.path is not None:
                    self._wishes[choice.path] = len(run.seeds), run.prediction
                self._fill_list(choice)
                return

    def _fill_list(self, chosen: SuiteChoice) -> None:
        choices = self.choices
        with self.filling():
            self.list.clear()
            for choice in choices:
                item = QListWidgetItem(choice.title)
                item.setToolTip(f"{choice.study.description.strip()}\n{choice.tasks}".strip())
                self.list.addItem(item)
            self.list.setCurrentRow(choices.index(chosen) if chosen in choices else 0)
        line = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(line * min(len(choices), _ROWS) + 2 * self.list.frameWidth())
        self._show_chosen()

    # ------------------------------------------------------------------ what is asked for

    def set_study(self, study: Study) -> None:
        """Take another study, of which only its lanes and a suite that it holds are of any matter here."""
        suites = any(isinstance(each.experiment, SuiteSpec) for each in (self._study, study))
        if suites or self.lanes.currentData():
            super().set_study(study)
        else:
            self._study = study

    def _offer(self, before: Study) -> None:
        held, then = self._study.experiment, before.experiment
        if isinstance(held, SuiteSpec) or isinstance(then, SuiteSpec):
            fresh = isinstance(held, SuiteSpec) and held != then
            if fresh or len(before.seeds) != len(self._study.seeds):
                self._wishes.pop(None, None)
            self._fill_list(self.choices[0] if fresh else self.chosen)

    def _fill(self, spec: Any) -> None:
        """Do nothing: a suite of the study stands in the list."""

    def _typed(self) -> SuiteSpec:
        return self.chosen.spec

    def keep(self, always: bool = False) -> None:
        """Leave the study as it is."""

    def study(self) -> Study:
        """Return the suite with the optimizers, seeds and prediction that are chosen.

        Raises
        ------
        InputError
            With its place.
        """
        if self.expected.reason:
            raise InputError(self.expected.reason, "prediction")
        suite = self.chosen.study
        lanes = suite.lanes
        if self.lanes.currentData():
            if not self._study.lanes:
                raise InputError("The study has no lanes. Add an optimizer, or take the suite's.", "lanes")
            lanes = self._study.lanes
        found = msgspec.structs.replace(
            suite,
            lanes=lanes,
            seeds=with_seed_count(suite.seeds, self.seeds.value()),
            prediction=self.expected.toPlainText().strip(),
        )
        with placed("experiment"):
            kind_of(found).check(found)
        return found

    # ------------------------------------------------------------------ inside

    def _on_chosen(self, *_: object) -> None:
        if not self._filling and self.list.count():
            self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.chosen
        seeds, text = self._wishes.get(chosen.path, (len(chosen.study.seeds), chosen.study.prediction))
        with self.filling():
            self.seeds.setValue(seeds)
            if self._asked == (chosen.path, chosen.title) and chosen.path is None:
                self.expected.set_text(chosen.study.prediction)  # which undo may have changed
            elif text != self.expected.toPlainText():
                self.expected.setPlainText(text)
        self._asked = chosen.path, chosen.title
        parts = (chosen.study.description.strip(), chosen.tasks, chosen.lanes, chosen.how)
        self.about.setText("\n".join(part for part in parts if part))
        self._on_changed()

    def _on_seeds(self) -> None:
        self._wish()
        self._on_changed()

    def _on_edited(self, text: str) -> None:
        if not self._filling and self.chosen.path is None:
            study = msgspec.structs.replace(self._study, prediction=text)
            self.kept.emit(study, "Change the prediction", "prediction")

    def _wish(self) -> None:
        """Keep what was edited for the suite that is chosen."""
        if not self._filling and self.list.count():
            self._wishes[self.chosen.path] = self.seeds.value(), self.expected.toPlainText()

    def _show(self) -> None:
        if not self.list.count():
            return
        try:
            study = self.study()
            about = self._likely(study)
        except InputError as error:
            self.error.show_reason(error.message)
            self.summary.setText("")
            self.start.setEnabled(False)
            return
        self.error.show_reason("")
        tasks, lanes, seeds = len(self.chosen.spec.tasks), len(study.lanes), len(study.seeds)
        tune = self.chosen.spec.tune
        runs = tasks * lanes * (seeds if tune is None else (tune.trials + 1) * seeds + 2 * tune.fresh)
        self.summary.setText(f"{'Up to ' if tune is not None else ''}{runs:,} runs. {about}")
        self.start.setEnabled(True)

    def reckon(self) -> None:
        """Say anew how long it may take: more blocks have been run by now."""
        self._show()

    def _likely(self, study: Study) -> str:
        """Return how long it may take, in a sentence."""
        plain = msgspec.structs.replace(study, prediction="")
        key = msgspec.msgpack.encode(plain)
        if key not in self._blocks:
            self._blocks[key] = kind_of(plain).blocks(plain, 0, [])
            while len(self._blocks) > _REMEMBERED:
                del self._blocks[next(iter(self._blocks))]
        found = likely_seconds(plain, self._blocks[key], cores(), self._past)
        if found is None:
            return "How long they take is known when the first blocks are done."
        low, high = map(duration_text, found)
        ends = low if low == high else f"{low} to {high}"
        return f"As blocks like these ran here before: {ends} on {many(cores(), 'process', 'processes')}."

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, "Open a suite", str(Path.home()), _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, name: str) -> None:
        try:
            self.open(Path(name))
        except InputError as error:
            self.error.show_reason(error.message)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
