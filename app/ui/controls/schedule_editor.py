"""The schedule of a lane: which, its parameters, the warm-up, and what comes of it."""

from __future__ import annotations

from typing import Any

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.schedule import WARMUP, Schedule, schedules
from ...study.spec import LaneSpec, ScheduleSpec
from ..theme import Theme
from .around_edit import kept_schedule, lane_steps, schedule_of, with_schedule_value
from .chooser import Chooser
from .edit import lane_values
from .icon_button import IconButton
from .label import Caption
from .parameter_control import ParameterControl
from .parameter_form import ParameterForm
from .rate_sketch import RateSketch
from .row import Row

__all__ = ["ScheduleEditor"]


class ScheduleEditor(QWidget):
    """A chooser, a drawing, the parameters and the warm-up."""

    changed = Signal(object, str, str)
    """The schedule as the lane keeps it, a text for the undo menu, and a merge key."""
    help_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = ScheduleSpec()
        self._owner = ""
        self._kept: dict[str, dict[str, Any]] = {}
        self.chooser = Chooser("Schedule", theme)
        self.chooser.set_registry(schedules)
        self.chooser.chosen.connect(self._on_chooser_chosen)
        self.help = IconButton("help", "How this schedule works", theme)
        self.help.clicked.connect(lambda: self.help_requested.emit(f"schedule:{self.chooser.current}"))
        self.sketch = RateSketch(theme)
        self.form = ParameterForm("", theme)
        self.form.changed.connect(self._on_form_changed)
        self.warmup = ParameterControl(WARMUP, "", theme)
        self.warmup.changed.connect(self._on_warmup_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(Row("schedule", self.chooser, self.help))
        column.addWidget(self.sketch)
        column.addWidget(self.form)
        column.addWidget(self.warmup)
        column.addWidget(Caption("Durations: a share of the race up to 1, a number of steps above."))

    def set_lane(self, lane: LaneSpec, owner: str, budget: int, examples: int | None) -> None:
        """Show the schedule of a lane, without a signal.

        Parameters
        ----------
        lane : LaneSpec
        owner : str
            Its name.
        budget : int
            Steps on a surface, epochs on data.
        examples : int, optional
            The size of the training set; None on a surface.
        """
        self._spec, self._owner = schedule_of(lane), owner
        kind = schedules[self._spec.name]
        self.chooser.set_current(kind.name)
        self.chooser.set_name(f"Schedule of {owner}")
        self.help.set_tip(f"How the schedule {kind.title} works")
        self.form.set_owner(f"the schedule of {owner}")
        self.form.set_values(kind.parameters, self._spec.parameters)
        self.warmup.set_owner(owner)
        self.warmup.set_value(float(self._spec.warmup))
        self.sketch.set_owner(owner)
        self._draw(kind, lane, lane_steps(lane, budget, examples))

    def _draw(self, kind: type[Schedule], lane: LaneSpec, steps: int) -> None:
        rate = lane_values(lane).get("lr", 1.0)
        try:
            schedule = kind(max(steps, 1), self._spec.parameters, self._spec.warmup)
            self.sketch.set_schedule(schedule, float(rate))
        except (InputError, TypeError, ValueError):
            return  # the control that is wrong says so; the drawing stays as it was

    def field(self, place: str) -> Any:
        """Return the control of ``name``, ``warmup`` or ``parameters.gamma``, or None."""
        head, _, name = place.partition(".")
        if head == "parameters":
            return self.form.controls.get(name, self.chooser)
        return self.warmup if head == "warmup" else self.chooser

    def _emit(self, spec: ScheduleSpec, text: str, key: str) -> None:
        self.changed.emit(kept_schedule(spec), text, key)

    def _on_chooser_chosen(self, name: str) -> None:
        """Take the other schedule's defaults, or what it had in this lane before; the warm-up stays."""
        self._kept[schedules[self._spec.name].name] = self._spec.parameters
        spec = ScheduleSpec(name=name, parameters=self._kept.get(name, {}), warmup=self._spec.warmup)
        self._emit(spec, f"Change the schedule of {self._owner} to {schedules[name].title}", "")

    def _on_form_changed(self, name: str, value: Any, series: bool) -> None:
        key = f"schedule.parameters.{name}" if series else ""
        spec = with_schedule_value(self._spec, name, value)
        self._emit(spec, f"Change {name} of the schedule of {self._owner}", key)

    def _on_warmup_changed(self, value: Any, series: bool) -> None:
        spec = msgspec.structs.replace(self._spec, warmup=float(value))
        self._emit(spec, f"Change the warm-up of {self._owner}", "schedule.warmup" if series else "")
