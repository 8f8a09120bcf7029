"""What a sweep is asked for with: lanes, one or two hyperparameters, how their values lie, seeds."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from PySide6.QtWidgets import QLabel, QSpinBox, QVBoxLayout, QWidget

from ...engine.error import InputError
from ...engine.optimizer import optimizers
from ...study.experiment.spec import Axis, SweepSpec
from ...study.experiment.sweep import sweep_settings
from ...study.lane_name import lane_names
from ...study.report.word import many
from ...study.spec import DataSpec, Study
from ..theme import Theme
from .axis_editor import AxisEditor, common_parameters
from .check import Check
from .combo import Combo
from .experiment_form import ExperimentForm, rows_of, small_title

__all__ = ["DESIGNS", "SweepForm", "swept_lanes_of"]

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


class SweepForm(ExperimentForm):
    """A column of controls.

    Parameters
    ----------
    theme : Theme
    parent : QWidget, optional
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(SweepSpec, "sweep", parent)
        self._theme = theme
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
        self._lanes = QVBoxLayout()
        self._lanes.setSpacing(0)
        self._points_label = QLabel("Points")
        rows = rows_of(
            ("Values", self.design), (self._points_label, self.points), ("Seeds", self.seeds)
        )  # fmt: skip
        self.lay_out(
            small_title("Lanes"), self._lanes, small_title("Hyperparameter"), self.first,
            small_title("and a second one"), self.second, rows, self.error, self.summary,
        )  # fmt: skip
        self.first.changed.connect(self._on_changed)
        self.second.changed.connect(self._on_changed)
        self.design.activated.connect(self._on_changed)
        self.points.valueChanged.connect(self._on_changed)
        self.seeds.valueChanged.connect(self._on_changed)
        self._show_design()

    # ------------------------------------------------------------------ what is offered

    def _offer(self, before: Study) -> None:
        """Offer the lanes of the study; those that are chosen stay."""
        study = self._study
        chosen = {index for index, check in enumerate(self.checks) if check.isChecked()}
        if len(before.lanes) != len(study.lanes):
            chosen &= set(range(len(study.lanes)))
        self._make_checks(chosen or {0})
        self._offer_axes()
        if self._given is None and (len(before.seeds) != len(study.seeds) or not before.lanes):
            self.seeds.setValue(max(len(study.seeds), _SEEDS))

    def _own(self, held: Any) -> SweepSpec | None:
        return held if isinstance(held, SweepSpec) and held.axes else None

    def _fill(self, spec: SweepSpec) -> None:
        chosen = {axis.lane for axis in spec.axes} or {0}
        for index, check in enumerate(self.checks):
            check.setChecked(index in chosen)
        self._offer_axes()
        first = [axis for axis in spec.axes if axis.lane == min(chosen)]
        for at, editor in enumerate((self.first, self.second)):
            editor.show_whole(first[at] if at < len(first) else None)
        design = spec.design if spec.design != "grid" else "linear" if _is_even(first) else "log"
        self.design.setCurrentIndex(self.design.findData(design))
        if spec.points:
            self.points.setValue(spec.points)
        self.seeds.setValue(spec.seeds or len(self._study.seeds))

    def choose(self, lane: int, name: str) -> None:
        """Vary one hyperparameter of one lane; those that were chosen besides it stay if they have it too."""
        with self.filling():
            for index, check in enumerate(self.checks):
                check.setChecked(index == lane)
            self._offer_axes()
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

    def _offer_axes(self) -> None:
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

    def _typed(self) -> SweepSpec:
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
        whole = tuple(msgspec.structs.replace(axis, lane=lane) for lane in self.lanes for axis in axes)
        return msgspec.structs.replace(
            self._given or SweepSpec(),
            axes=whole,
            design="grid" if design in ("log", "linear") else design,
            points=0 if design in ("log", "linear") else self.points.value(),
            seeds=self.seeds.value(),
        )

    def study(self) -> Study:
        """Return what would be run: the lanes that have an axis, without curves, which nobody looks at here.

        Raises
        ------
        InputError
            With its place.
        """
        return swept_lanes_of(super().study())

    def with_axes_of(self, wider: Study) -> Study:
        """Return the study with the ranges of a sweep of its lanes that went on beyond them."""
        assert isinstance(wider.experiment, SweepSpec)
        axes = tuple(
            msgspec.structs.replace(axis, lane=self.lanes[axis.lane])
            for axis in wider.experiment.axes
            if axis.lane < len(self.lanes)
        )
        held = self.whole()
        return msgspec.structs.replace(held, experiment=msgspec.structs.replace(held.experiment, axes=axes))

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
        with self.filling():
            self._offer_axes()
        self._on_changed()

    def _show(self) -> None:
        self._show_design()
        try:
            study = self.study()
            settings = sum(len(sweep_settings(study, 0, lane)) for lane in range(len(study.lanes)))
        except (InputError, ValueError, ZeroDivisionError, OverflowError):
            self.summary.setText("")
            self.start.setEnabled(bool(self.lanes))
            return
        runs, lanes = settings * len(study.seeds), len(study.lanes)
        even = settings % lanes == 0
        values = f"{settings // lanes:,} " if even else f"{settings:,} "
        what = "settings" if self.second.parameter is not None or not even else "values"
        some = f"{many(lanes, 'lane')} × {values}{what}" if even else f"{many(lanes, 'lane')}, {values}{what}"
        own = (
            "" if self._is_shown else " Its values are those of the study, one by one; an edit replaces them."
        )
        self.summary.setText(
            f"{some} × {many(len(study.seeds), 'seed')} = {runs:,} runs, each as long as the race. "
            f"What was computed before is not computed again.{own}{self.in_place_of}"
        )
        self.start.setEnabled(True)

    @property
    def _is_shown(self) -> bool:
        """Return whether the fields say all of what the study holds."""
        if self._given is None or self._known(self.spec) is not self._given:
            return True
        return bool(self._typed().axes == self._given.axes)

    def _show_design(self) -> None:
        design = str(self.design.currentData())
        self.design.setToolTip(DESIGNS[design][1])
        grid = design in ("log", "linear")
        self.points.setVisible(not grid)
        self._points_label.setVisible(not grid)
        for editor in (self.first, self.second):
            editor.set_counted(grid)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for check in self.checks:
            check.apply_theme(theme)


def _is_even(axes: list[Axis]) -> bool:
    return any(axis.spacing == "linear" for axis in axes)


def swept_lanes_of(study: Study) -> Study:
    """Return a sweep of the lanes alone that have an axis, and without curves."""
    spec = study.experiment
    assert isinstance(spec, SweepSpec)
    lanes = sorted({axis.lane for axis in spec.axes})
    axes = tuple(msgspec.structs.replace(axis, lane=lanes.index(axis.lane)) for axis in spec.axes)
    return msgspec.structs.replace(
        study,
        lanes=tuple(study.lanes[lane] for lane in lanes),
        experiment=msgspec.structs.replace(spec, axes=axes, curve=0),
    )
