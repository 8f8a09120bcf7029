"""The panel that shows a study and edits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...study.spec import Study
from ..frame import LaneLook
from ..theme import Theme
from .budget_section import BudgetSection
from .edit import kept_rates, with_problem
from .lane_section import LaneSection
from .picker import Picker
from .prediction_section import PredictionSection
from .problem_section import ProblemSection
from .style import GAP
from .tab_order import order_tabs

__all__ = ["StudyPanel"]

_LANE = re.compile(r"lanes\[(\d+)\]\.?(.*)")


class StudyPanel(QWidget):
    """Problem, budget, prediction and lanes of a study.

    It knows the study alone, not the session: each edit is a whole new study, which the panel shows at once.
    If `show_error` is called in answer to an edit, the edit was refused, and the panel goes back to the study
    before.

    Attributes
    ----------
    study_edited : Signal(Study, str, str)
        The new study, a text for the undo menu, and a merge key: equal for the moves of one slider, else
        empty.
    help_requested : Signal(str)
        A topic such as ``optimizer:adam``.
    lane_selected : Signal(int)
        A lane's card was clicked, or Enter was pressed on it.
    solo_requested : Signal(int)
        The lane to show alone; -1 for all.
    rates_kept : Signal(int)
        Another surface was chosen, or data, and so many lanes kept the learning rates they had:
        `suggest_rates` may help.
    sweep_requested : Signal(int, str)
        A lane and a hyperparameter of it that the person wants to see many values of.
    """

    study_edited = Signal(object, str, str)
    help_requested = Signal(str)
    lane_selected = Signal(int)
    solo_requested = Signal(int)
    rates_kept = Signal(int)
    file_requested = Signal()
    sweep_requested = Signal(int, str)

    def __init__(self, theme: Theme, study: Study | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyPanel")
        self._study = study or Study()
        self._theme = theme
        self._asking = False
        self._refusal: tuple[str, str] | None = None
        self._marked: list[Any] = []
        self.problem = ProblemSection(self._study.problem, theme)
        self.budget = BudgetSection(self._study, theme)
        self.prediction = PredictionSection(self._study, theme)
        self.lanes = LaneSection(theme)
        self.problem.edited.connect(self._on_problem_edited)
        self.budget.edited.connect(self._on_fields_edited)
        self.prediction.edited.connect(self._on_fields_edited)
        self.lanes.edited.connect(self._edit)
        self.problem.help_requested.connect(self.help_requested)
        self.problem.file_requested.connect(self.file_requested)
        self.lanes.help_requested.connect(self.help_requested)
        self.lanes.lane_selected.connect(self.lane_selected)
        self.lanes.solo_requested.connect(self.solo_requested)
        self.lanes.sweep_requested.connect(self.sweep_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 16)
        column.setSpacing(2 * GAP)
        column.addWidget(self.problem)
        column.addWidget(_rule())
        column.addWidget(self.budget)
        column.addWidget(_rule())
        column.addWidget(self.prediction)
        column.addWidget(_rule())
        column.addWidget(self.lanes)
        column.addStretch(1)
        self.setMinimumWidth(280)
        self.lanes.set_study(self._study)

    @property
    def study(self) -> Study:
        """Return the study that is shown."""
        return self._study

    def set_study(self, study: Study) -> None:
        """Show a study, without a signal; what is being typed stays unless its value is another."""
        if study == self._study:
            return
        self._clear_errors()
        before, self._study = self._study, study
        if study.problem != before.problem:
            self.problem.set_problem(study.problem)
        self.budget.set_study(study)
        self.prediction.set_study(study)
        budgets = [(each.steps, each.epochs) for each in (study, before)]
        if study.lanes != before.lanes or study.problem != before.problem or budgets[0] != budgets[1]:
            self.lanes.set_study(study)

    def show_again(self, names: frozenset[str]) -> None:
        """Make the cards of some optimizers anew, as their declarations have changed."""
        self.lanes.list.forget(names)
        self.lanes.set_study(self._study)

    def set_looks(self, looks: Sequence[LaneLook]) -> None:
        """Show the colours of the lanes, and which is highlighted or alone."""
        self.lanes.set_looks(looks)

    def show_lane_status(self, index: int, text: str, kind: str) -> None:
        """Show what became of a lane; ``kind`` is 'good', 'bad' or empty."""
        self.lanes.show_status(index, text, kind)

    def show_error(self, where: str, text: str) -> None:
        """Mark the control that a place in the study belongs to, until the next edit.

        Parameters
        ----------
        where : str
            Such as ``lanes[1].hyperparameters.lr`` or ``problem.start[0]``.
        text : str
        """
        if self._asking:
            self._refusal = (where, text)
            return
        field = self._field(where)
        if field is not None:
            field.show_error(text)
            self._marked.append(field)

    def set_running(self, running: bool) -> None:
        """Say beside problem and budget that a change starts the race again, or not."""
        self.problem.set_running(running)
        self.budget.set_running(running)

    def set_begun(self, begun: bool) -> None:
        """Say in the prediction whether it is too late for one."""
        self.prediction.set_begun(begun)

    def open_add_menu(self) -> Picker:
        """Open the list of optimizers to add."""
        return self.lanes.open_add_menu()

    def suggest_rates(self) -> None:
        """Give every lane a learning rate that suits the surface, on data its default."""
        self.lanes.suggest_rates()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab follow the layout; controls are made late and would come last."""
        order_tabs(self)
        return super().focusNextPrevChild(forward)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for child in self.findChildren(QWidget):
            apply = getattr(child, "apply_theme", None)
            if apply is not None:
                apply(theme)

    # ------------------------------------------------------------------------------------------------ editing

    def _on_problem_edited(self, problem: Any, text: str, key: str) -> None:
        before, after = self._study, with_problem(self._study, problem)
        self._edit(after, text, key)
        kept = kept_rates(before, after)
        if self._study is after and kept:
            self.rates_kept.emit(kept)

    def _on_fields_edited(self, changes: dict[str, Any], text: str, key: str) -> None:
        self._edit(msgspec.structs.replace(self._study, **changes), text, key)

    def _edit(self, study: Study, text: str, key: str) -> None:
        before = self._study
        self.set_study(study)
        self._asking = True
        try:
            self.study_edited.emit(study, text, key)
        finally:
            self._asking = False
        refusal, self._refusal = self._refusal, None
        if refusal is not None:
            if self._study is study:
                self.set_study(before)
            self.show_error(*refusal)

    def _field(self, where: str) -> Any:
        lane = _LANE.fullmatch(where)
        if lane is not None:
            return self.lanes.field(int(lane[1]), lane[2])
        if where.startswith("problem."):
            return self.problem.field(where.removeprefix("problem."))
        if where == "prediction":
            return self.prediction.field(where)
        return self.budget.field(where)

    def _clear_errors(self) -> None:
        marked, self._marked = self._marked, []
        for field in marked:
            field.show_error("")


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("rule", True)
    return line
