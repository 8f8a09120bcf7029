"""What a sweep is asked for with: lanes, one or two hyperparameters, how their values lie, seeds."""

from __future__ import annotations

import re

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.optimizer import optimizers
from ...study.experiment.spec import Axis, SweepSpec
from ...study.experiment.sweep import sweep_settings
from ...study.lane_name import lane_names
from ...study.spec import DataSpec, Study
from ..theme import Theme
from .axis_editor import AxisEditor, common_parameters
from .check import Check
from .combo import Combo
from .edit import with_seed_count
from .label import Caption, ErrorLabel
from .tab_order import order_tabs

__all__ = ["DESIGNS", "SweepForm"]

DESIGNS = {
    "log": (
        "Log grid",
        "Every combination; numbers lie evenly by their logarithm, decays near 1 by that of 1 − value.",
    ),
    "linear": ("Even grid", "Every combination; numbers lie evenly."),
    "random": ("Random points", "Points drawn at random, spaced as the sliders are."),
    "sobol": (
        "Sobol points",
        "Points that fill the range evenly, spaced as the sliders are; powers of 2 are best.",
    ),
}
_ONE, _TWO, _POINTS, _SEEDS = 13, 9, 32, 3
_AXIS = re.compile(r"experiment\.axes\[(\d+)\]\.?(.*)")


class SweepForm(QWidget):
    """A column of controls.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional

    Attributes
    ----------
    started : Signal
        The person wants the sweep, see `study`.
    changed : Signal
    """

    started = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._study = Study(lanes=())
        self.checks: list[Check] = []
        self.first = AxisEditor("First hyperparameter", False, _ONE)
        self.second = AxisEditor("Second hyperparameter", True, _TWO)
        self.design = Combo()
        for name, (title, _) in DESIGNS.items():
            self.design.addItem(title, name)
        self.design.setAccessibleName("How the values lie")
        self.points = QSpinBox(minimum=1, maximum=100_000, value=_POINTS)
        self.points.setAccessibleName("Points of each lane")
        self.points.setToolTip("How many points each lane has.")
        self.seeds = QSpinBox(minimum=1, maximum=100, value=_SEEDS)
        self.seeds.setAccessibleName("Seeds of each value")
        self.seeds.setToolTip("Runs of each value. With three or more, curves have a band.")
        self.error = ErrorLabel()
        self.summary = Caption()
        self.start = QPushButton("Start")
        self.start.setProperty("primary", True)
        self.start.setAccessibleName("Start the sweep")
        self.start.clicked.connect(self.started)
        self._lanes = QVBoxLayout()
        self._lanes.setSpacing(0)
        self._points_label = QLabel("Points")
        rows = QFormLayout()
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(8)
        rows.addRow("Values", self.design)
        rows.addRow(self._points_label, self.points)
        rows.addRow("Seeds", self.seeds)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 10)
        column.setSpacing(7)
        for title, part in (
            ("Lanes", self._lanes), ("Hyperparameter", self.first),
            ("and a second one", self.second), ("", rows),
        ):  # fmt: skip
            if title:
                head = QLabel(title)
                head.setProperty("muted", True)
                head.setProperty("small", True)
                column.addWidget(head)
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
        for widget in (self.error, self.summary):
            column.addWidget(widget)
        column.addStretch(1)
        self.first.changed.connect(self._on_changed)
        self.second.changed.connect(self._on_changed)
        self.design.activated.connect(self._on_changed)
        self.points.valueChanged.connect(self._on_changed)
        self.seeds.valueChanged.connect(self._on_changed)
        self._show_design()

    # ------------------------------------------------------------------ what is offered

    def set_study(self, study: Study) -> None:
        """Offer the lanes of a study; those that are chosen stay."""
        if study == self._study:
            return
        chosen = {index for index, check in enumerate(self.checks) if check.isChecked()}
        before, self._study = self._study, study
        if len(before.lanes) != len(study.lanes):
            chosen &= set(range(len(study.lanes)))
        self._make_checks(chosen or {0})
        self._offer()
        if len(before.seeds) != len(study.seeds) or not before.lanes:
            self.seeds.setValue(max(len(study.seeds), _SEEDS))
        self._on_changed()

    def choose(self, lane: int, name: str) -> None:
        """Vary one hyperparameter of one lane; those that were chosen besides it stay if they have it too."""
        for index, check in enumerate(self.checks):
            check.setChecked(index == lane)
        self._offer()
        self.second.combo.setCurrentIndex(0)
        self.first.choose(name)
        self._on_changed()

    def _make_checks(self, chosen: set[int]) -> None:
        while len(self.checks) > len(self._study.lanes):
            check = self.checks.pop()
            self._lanes.removeWidget(check)
            check.hide()
            check.deleteLater()
        while len(self.checks) < len(self._study.lanes):
            check = Check("", self._theme)
            check.clicked.connect(self._on_lane_clicked)
            self.checks.append(check)
            self._lanes.addWidget(check)
        for index, (check, name) in enumerate(zip(self.checks, lane_names(self._study), strict=True)):
            check.setText(name)
            check.setAccessibleName(f"Sweep {name}")
            check.setToolTip(f"Sweep {name}, too; curves of several lanes stand in one plot.")
            check.setChecked(index in chosen)

    def _offer(self) -> None:
        lanes = [self._study.lanes[index] for index in self.lanes]
        names = list(dict.fromkeys(p.name for lane in lanes for p in optimizers[lane.optimizer].parameters))
        if isinstance(self._study.problem, DataSpec):
            names.append("batch_size")
        parameters = common_parameters(lanes, names)
        main = {name for lane in lanes for name in ("lr", *optimizers[lane.optimizer].tuned)}
        parameters.sort(key=lambda parameter: parameter.name not in main)
        self.first.offer(lanes, parameters)
        self.second.offer(lanes, parameters)

    @property
    def lanes(self) -> list[int]:
        """Return the numbers of the chosen lanes."""
        return [index for index, check in enumerate(self.checks) if check.isChecked()]

    # ------------------------------------------------------------------ what is asked for

    def study(self) -> Study:
        """Return the sweep.

        Raises
        ------
        InputError
            With its place.
        """
        if not self.lanes:
            raise InputError("A sweep takes at least one lane. Choose one.", "experiment")
        design = str(self.design.currentData())
        spacing = design if design in ("log", "linear") else "usual"
        axes: list[Axis] = []
        for at, editor in enumerate((self.first, self.second)):
            try:
                one = editor.axis(0, spacing)
            except InputError as error:
                raise InputError(error.message, f"experiment.axes[{at}].{error.where}") from None
            if one is not None:
                axes.append(one)
        if not axes:
            raise InputError("A sweep varies at least one hyperparameter. Choose one.", "experiment")
        if len(axes) == 2 and axes[0].name == axes[1].name:
            raise InputError(
                f"The two hyperparameters differ, but both are {axes[0].name}. Choose another one.",
                "experiment.axes[1].name",
            )
        whole = tuple(
            msgspec.structs.replace(axis, lane=lane) for lane in range(len(self.lanes)) for axis in axes
        )
        spec = SweepSpec(
            axes=whole,
            design="grid" if design in ("log", "linear") else design,  # type: ignore[arg-type]
            points=0 if design in ("log", "linear") else self.points.value(),
        )
        lanes = tuple(self._study.lanes[index] for index in self.lanes)
        seeds = with_seed_count(self._study.seeds, self.seeds.value())
        return msgspec.structs.replace(self._study, lanes=lanes, seeds=seeds, experiment=spec)

    def show_error(self, error: InputError) -> None:
        """Mark the field that an error is about."""
        found = _AXIS.fullmatch(error.where)
        if found is None:
            self.error.show_reason(error.message)
            return
        axes = 2 if self.second.parameter is not None else 1
        editor = (self.first, self.second)[int(found[1]) % axes]
        editor.show_error(found[2], error.message)

    # ------------------------------------------------------------------ inside

    def _on_lane_clicked(self) -> None:
        self._offer()
        self._on_changed()

    def _on_changed(self, *_: object) -> None:
        self.error.show_reason("")
        self._show_design()
        self.changed.emit()
        try:
            study = self.study()
            settings = sum(len(sweep_settings(study, 0, lane)) for lane in range(len(study.lanes)))
        except (InputError, ValueError, ZeroDivisionError, OverflowError):
            self.summary.setText("")
            self.start.setEnabled(bool(self.lanes))
            return
        runs = settings * len(study.seeds)
        lanes = len(study.lanes)
        values = settings // lanes
        self.summary.setText(
            f"{lanes} lane{'s' if lanes > 1 else ''} × {values:,} "
            f"{'settings' if self.second.parameter is not None else 'values'} × {len(study.seeds)} "
            f"seed{'s' if len(study.seeds) > 1 else ''} = {runs:,} runs, each as long as the race. "
            "What was computed before is not computed again."
        )
        self.start.setEnabled(True)

    def _show_design(self) -> None:
        design = str(self.design.currentData())
        self.design.setToolTip(DESIGNS[design][1])
        grid = design in ("log", "linear")
        self.points.setVisible(not grid)
        self._points_label.setVisible(not grid)
        for editor in (self.first, self.second):
            editor.set_counted(grid)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab follow the layout; boxes of lanes are made late and would come last."""
        order_tabs(self)
        return super().focusNextPrevChild(forward)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for check in self.checks:
            check.apply_theme(theme)
