"""The settings of a lane: its optimizer, its batch size and its hyperparameters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.optimizer import optimizers
from ...engine.parameter import Parameter
from ...study.spec import LaneSpec
from ..theme import Theme
from .around_edit import can_be_scheduled, filters_title, schedule_title
from .batch_row import BatchRow
from .chooser import Chooser
from .disclosure import Disclosure
from .edit import is_main, lane_values
from .filter_editor import FilterEditor
from .icon_button import IconButton
from .label import Caption
from .parameter_form import ParameterForm
from .row import Row
from .schedule_editor import ScheduleEditor

__all__ = ["LaneBody"]


class LaneBody(QWidget):
    """Built when a card opens for the first time."""

    optimizer_chosen = Signal(str)
    batch_chosen = Signal(object, bool)
    value_changed = Signal(str, object, bool)
    """Name, value, and whether it is one of a series."""
    around_changed = Signal(object, str, str)
    """Changed fields of the lane, a text for the undo menu, and a merge key below the lane."""
    help_requested = Signal(str)
    sweep_requested = Signal(str)
    """The name of a hyperparameter."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lane: LaneSpec | None = None
        self._owner = ""
        self._budget = 1
        self._examples: int | None = None
        self.optimizer = Chooser("Optimizer", theme)
        self.optimizer.set_registry(optimizers)
        self.optimizer.chosen.connect(self.optimizer_chosen)
        self.help = IconButton("help", "How this optimizer works", theme)
        self.help.clicked.connect(self._on_help_clicked)
        self.warning = Caption()
        self.batch = BatchRow(theme)
        self.batch.chosen.connect(self.batch_chosen)
        self.main = ParameterForm("", theme, self._is_main)
        self.main.changed.connect(self.value_changed)
        self.main.can_sweep = True
        self.main.sweep_requested.connect(self.sweep_requested)
        self.rest: ParameterForm | None = None
        self.more = Disclosure("More", self._make_rest, theme)
        self.schedule: ScheduleEditor | None = None
        self.schedule_line = Disclosure("Schedule", self._make_schedule, theme)
        self.filters: FilterEditor | None = None
        self.filters_line = Disclosure("Around the step", self._make_filters, theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Row("optimizer", self.optimizer, self.help))
        column.addWidget(self.warning)
        column.addWidget(self.main)
        column.addWidget(self.batch)
        column.addWidget(self.more)
        column.addWidget(self.schedule_line)
        column.addWidget(self.filters_line)

    def _is_main(self, parameter: Parameter) -> bool:
        return self._lane is not None and is_main(self._lane.optimizer, parameter.name)

    def _make_rest(self) -> QWidget:
        self.rest = ParameterForm(self._owner, self._theme, lambda parameter: not self._is_main(parameter))
        self.rest.changed.connect(self.value_changed)
        self.rest.can_sweep = True
        self.rest.sweep_requested.connect(self.sweep_requested)
        if self._lane is not None:
            self.rest.set_values(optimizers[self._lane.optimizer].parameters, lane_values(self._lane))
        return self.rest

    def _make_schedule(self) -> QWidget:
        self.schedule = ScheduleEditor(self._theme)
        self.schedule.changed.connect(
            lambda schedule, text, key: self.around_changed.emit({"schedule": schedule}, text, key)
        )
        self.schedule.help_requested.connect(self.help_requested)
        self._show_around()
        return self.schedule

    def _make_filters(self) -> QWidget:
        self.filters = FilterEditor(self._theme)
        self.filters.changed.connect(
            lambda filters, text, key: self.around_changed.emit({"filters": filters}, text, key)
        )
        self.filters.help_requested.connect(self.help_requested)
        self._show_around()
        return self.filters

    def _show_around(self) -> None:
        lane, owner = self._lane, self._owner
        if lane is None:
            return
        self.schedule_line.setVisible(can_be_scheduled(lane))
        self.schedule_line.button.setText(schedule_title(lane))
        self.schedule_line.button.setAccessibleName(f"{schedule_title(lane)}, of {owner}")
        self.filters_line.button.setText(filters_title(lane))
        self.filters_line.button.setAccessibleName(f"{filters_title(lane)}, of {owner}")
        if self.schedule is not None:
            self.schedule.set_lane(lane, owner, self._budget, self._examples)
        if self.filters is not None:
            self.filters.set_lane(lane, owner)

    def set_lane(
        self, lane: LaneSpec, owner: str, on_data: bool, examples: int | None, budget: int = 1
    ) -> None:
        """Show a lane, without a signal.

        Parameters
        ----------
        lane : LaneSpec
        owner : str
            Its name.
        on_data : bool
        examples : int, optional
            The size of the training set.
        budget : int
            Epochs on data, else steps.
        """
        before, self._lane, self._owner = self._lane, lane, owner
        self._budget, self._examples = budget, examples if on_data else None
        kind = optimizers[lane.optimizer]
        values = lane_values(lane)
        self.optimizer.set_current(kind.name)
        self.warning.setText(f"Mind: {kind.warning}")
        self.warning.setVisible(bool(kind.warning))
        self.optimizer.set_name(f"Optimizer of {owner}")
        self.help.set_tip(f"How {kind.title} works")
        usual = kind.batch_size or "full"
        self.batch.set_batch(usual if lane.batch_size is None else lane.batch_size, examples)
        self.batch.set_owner(owner)
        self.batch.setVisible(on_data)
        self.main.set_owner(owner)
        self.main.set_values(kind.parameters, values)
        extra = [parameter for parameter in kind.parameters if not self._is_main(parameter)]
        other = {p.name: values[p.name] for p in extra if values[p.name] != p.default}
        self.more.setVisible(bool(extra))
        self.more.button.setText(f"More · {len(other)} changed" if other else "More")
        self.more.button.setAccessibleName(f"More of {owner}")
        if self.rest is not None:
            self.rest.set_owner(owner)
            self.rest.set_values(kind.parameters, values)
        self._show_around()
        old = lane_values(before) if before is not None and before.optimizer == lane.optimizer else {}
        if any(old.get(name) != value for name, value in other.items()) and not self.more.is_open:
            self.more.set_open(True)

    def field(self, place: str) -> Any:
        """Return the control of ``hyperparameters.lr``, ``schedule.warmup`` or ``optimizer``, or None."""
        head, _, name = place.partition(".")
        if head == "schedule":
            self.schedule_line.set_open(True)
            return self.schedule and self.schedule.field(name)
        if place.startswith("filters"):
            self.filters_line.set_open(True)
            return self.filters and self.filters.field(place.removeprefix("filters"))
        if head == "hyperparameters":
            if name not in self.main.controls:
                self.more.set_open(True)
            return self.main.controls.get(name) or (self.rest.controls.get(name) if self.rest else None)
        return {"batch_size": self.batch.entry, "optimizer": self.optimizer}.get(head)

    def _on_help_clicked(self) -> None:
        if self._lane is not None:
            self.help_requested.emit(f"optimizer:{optimizers[self._lane.optimizer].name}")

    def apply_theme(self, theme: Theme) -> None:
        """Remember the theme for controls to come."""
        self._theme = theme
